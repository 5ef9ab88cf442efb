/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tables of languages and countries (speech.h). Shares follow the model of the day: 71 %
 * English, 30 % in the United States, then a long tail. */
#include "day/speech.h"

const struct speech speeches[SPEECHES] = {
    {"en", 710, "Me too.",
     "If it happened to you as well, say it: two words are enough. Copy this, so that those who "
     "never counted us can see how many we are. Me too.",
     "I was at work and nobody would hear of it so said nothing for years because they told me to "
     "be quiet now she has spoken we all speak he had the keys my mother knew it never was our "
     "fault",
     " ", ". "},
    {"es", 40, "Yo también.",
     "Si a ti también te pasó, dilo: dos palabras bastan. Copia esto, para que vean cuántas somos "
     "quienes nunca nos contaron. Yo también.",
     "yo estaba en el trabajo y nadie quiso oírlo así que callé muchos años porque me dijeron que "
     "era mejor ahora ella habló y hablamos todas mi madre lo sabía no fue culpa nuestra",
     " ", ". "},
    {"fr", 40, "Moi aussi.",
     "Si cela vous est arrivé aussi, dites-le : deux mots suffisent. Copiez ceci, pour que l’on "
     "voie combien nous sommes. Moi aussi.",
     "j’étais au travail et personne ne voulait entendre alors je me suis tue longtemps parce "
     "qu’on me disait de rester calme maintenant elle parle nous parlons ce n’était pas ma faute",
     " ", ". "},
    {"pt", 30, "Eu também.",
     "Se também aconteceu contigo, diz: duas palavras bastam. Copia isto, para que vejam quantas "
     "somos. Eu também.",
     "eu estava no trabalho e ninguém quis ouvir então fiquei calada muitos anos porque me "
     "disseram que era melhor agora ela falou e falamos todas não foi culpa nossa",
     " ", ". "},
    {"ar", 30, "أنا أيضا.",
     "إذا حدث لكِ هذا أيضا فقوليه: كلمتان تكفيان. انسخي هذا النص ليرى الجميع كم نحن. أنا أيضا.",
     "كنت في العمل ولم يسمع أحد فسكت سنوات طويلة لأنهم قالوا لي اصمتي والآن تكلمت هي فتكلمنا كلنا "
     "أمي كانت تعرف لم يكن ذنبنا أبدا",
     " ", ". "},
    {"de", 30, "Ich auch.",
     "Wenn es dir auch geschehen ist, sag es: zwei Wörter genügen. Kopiere das, damit man sieht, "
     "wie viele wir sind. Ich auch.",
     "ich war bei der Arbeit und niemand wollte es hören also schwieg ich viele Jahre weil man mir "
     "sagte sei ruhig jetzt hat sie gesprochen wir sprechen alle es war nie unsere Schuld",
     " ", ". "},
    {"it", 20, "Anche io.",
     "Se è successo anche a te, dillo: due parole bastano. Copia questo, perché si veda quante "
     "siamo. Anche io.",
     "ero al lavoro e nessuno voleva sentire così ho taciuto per anni perché mi dissero di stare "
     "calma adesso lei ha parlato e parliamo tutte mia madre lo sapeva non era colpa nostra",
     " ", ". "},
    {"ja", 20, "私も。",
     "あなたにも起きたのなら、そう言ってください。二つの言葉で足ります。私たちがどれほど多いか見え"
     "るように"
     "、これを写してください。私も。",
     "私は 職場で 誰にも 聞いて もらえず 長い間 黙って いました 静かに しろと 言われた から 今 "
     "彼女が "
     "話した ので 私たちも 話します 私たちの せいでは ない",
     "", "。"},
    {"ko", 20, "나도.",
     "당신에게도 일어난 일이라면 말해 주세요. 두 글자면 충분합니다. 우리가 얼마나 많은지 보이도록 "
     "이 글을 "
     "옮겨 주세요. 나도.",
     "나는 직장에 있었고 아무도 들으려 하지 않았다 그래서 오랫동안 침묵했다 조용히 하라고 했기 "
     "때문에 이제 "
     "그녀가 말했고 우리도 말한다 우리 잘못이 아니다",
     " ", ". "},
    {"ru", 15, "Я тоже.",
     "Если это случилось и с тобой, скажи: двух слов достаточно. Скопируй это, чтобы увидели, "
     "сколько нас. Я тоже.",
     "я была на работе и никто не хотел слышать поэтому молчала много лет мне сказали быть тихой "
     "теперь она заговорила и мы говорим мама знала это не наша вина",
     " ", ". "},
    {"hi", 15, "मैं भी।",
     "अगर आपके साथ भी हुआ है तो कहिए: दो शब्द काफ़ी हैं। इसे आगे लिखिए, ताकि सब देखें कि "
     "हम कितनी हैं। मैं भी।",
     "मैं काम पर थी और किसी ने नहीं सुना इसलिए कई साल चुप रही क्योंकि मुझे कहा गया चुप रहो "
     "अब उसने कहा तो हम सब कहते हैं माँ जानती थी यह हमारा दोष नहीं",
     " ", "। "},
    {"zh", 10, "我也是。",
     "如果你也遇到过，就说出来：三个字就够了。请转抄这段话，让大家看到我们有多少人。我也是。",
     "我 当时 在 公司 没有 人 愿意 听 所以 多年 沉默 因为 他们 叫 我 安静 现在 她 说了 我们 都 说 "
     "妈妈 知道 这 不是 我们 的 错",
     "", "。"},
    {"tr", 7, "Ben de.",
     "Senin de başına geldiyse söyle: iki kelime yeter. Bunu kopyala, kaç kişi olduğumuz görünsün. "
     "Ben de.",
     "işteydim ve kimse duymak istemedi bu yüzden yıllarca sustum çünkü bana sessiz ol dediler "
     "şimdi o konuştu biz de konuşuyoruz annem biliyordu bizim suçumuz değil",
     " ", ". "},
    {"pl", 6, "Ja też.",
     "Jeśli spotkało to też ciebie, powiedz: dwa słowa wystarczą. Skopiuj to, żeby było widać, ile "
     "nas jest. Ja też.",
     "byłam w pracy i nikt nie chciał słuchać więc milczałam wiele lat bo kazali mi być cicho "
     "teraz "
     "ona mówi i my mówimy mama wiedziała to nie nasza wina",
     " ", ". "},
    {"he", 4, "גם אני.",
     "אם זה קרה גם לך, אמרי: שתי מילים מספיקות. העתיקי את זה, כדי שיראו כמה אנחנו. גם אני.",
     "הייתי בעבודה ואף אחד לא רצה לשמוע אז שתקתי שנים כי אמרו לי להיות בשקט עכשיו היא דיברה וגם "
     "אנחנו מדברות אמא ידעה זו לא אשמתנו",
     " ", ". "},
    {"el", 3, "Κι εγώ.",
     "Αν συνέβη και σε σένα, πες το: δύο λέξεις αρκούν. Αντίγραψέ το, για να φανεί πόσες είμαστε. "
     "Κι εγώ.",
     "ήμουν στη δουλειά και κανείς δεν ήθελε να ακούσει έτσι σιώπησα χρόνια γιατί μου είπαν ησυχία "
     "τώρα εκείνη μίλησε και μιλάμε όλες δεν φταίμε εμείς",
     " ", ". "},
};

/* The first seven with the shares of the model, the others by Zipf's law. */
static const char countries[] =
    "USGBCAINFRAUDEESITBRMXJPKRSENLARPLTRRUEGIENZZANGKEPHIDPKBDCLCOPEVEECBECHATDKNOFIPTGRCZHUROBGUA"
    "ILSAAEMATNDZLBJOIQIRSYYEKWQAOMBHLYSDAFNPLKMMTHVNMYSGTWHKCNKPMNKZUZKGTJTMAZAMGEBYMDLVLTEERSHRBA"
    "SIMKALMEISLUMTCYMCADSMLIVAGTHNSVNICRPACUDOHTJMTTBBBSGDLCVCAGKNDMBZGYSRUYPYBOGHCISNMLBFNETDCMGA"
    "CGCDAORWBIUGTZMZZMZWMWBWNASZLSMGMUSCKMDJERETSOSSCFGQSTCVGMGWGNSLLRTGBJPGFJSBVUWSTOKITVNRPWFMMH"
    "PSPRGLFOGIJEGGIMKHLA";
static const int country_shares[] = {300, 70, 36, 31, 15, 12};
enum { COUNTRY_SHARES = sizeof country_shares / sizeof country_shares[0], PARTS = 1000 };
_Static_assert(sizeof countries > (size_t)2 * SPEECH_COUNTRIES, "two letters each");

int speech_of(struct chance *chance)
{
    int at = (int)chance_below(chance, PARTS);
    for (int i = 0; i < SPEECHES; i++) {
        if (at < speeches[i].thousandth)
            return i;
        at -= speeches[i].thousandth;
    }
    return 0;
}

struct str speech_country(int i)
{
    return (struct str){countries + (size_t)2 * (size_t)i, 2};
}

int speech_country_of(struct chance *chance)
{
    int at = (int)chance_below(chance, PARTS);
    for (int i = 0; i < COUNTRY_SHARES; i++) {
        if (at < country_shares[i])
            return i;
        at -= country_shares[i];
    }
    /* 1 / rank: evenly over the logarithm, here by halves */
    int room = SPEECH_COUNTRIES - COUNTRY_SHARES;
    while (room > 4 && chance_is(chance, 0.62))
        room = room / 2;
    return COUNTRY_SHARES + (int)chance_below(chance, (uint32_t)room);
}
