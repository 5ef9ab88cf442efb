/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What each endpoint answers, as a table: complete, and naming nothing that is not there. */
#include "api/answers.h"
#include "api/api.h"
#include "scratch.h"

static void every_handler_has_its_answer(void **state)
{
    (void)state;
    for (size_t i = 0; i < api_routes.n; i++) {
        const struct answer *answer = answer_of(api_routes.rows[i].handler_name);
        if (answer == NULL)
            print_error("without an answer: %s\n", api_routes.rows[i].handler_name);
        assert_non_null(answer);
        assert_true(str_of(answer->about).n > 0);
        bool has_entity = answer->shape == ANSWER_ONE || answer->shape == ANSWER_LIST;
        if (has_entity)
            assert_true(answer->entity->n_fields > 0);
    }
    assert_null(answer_of("nothing"));
    assert_null(answer_of(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_handler_has_its_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
