/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding and making cells within a batch (registry.h). */
#include "domain/batch.h"

#include "sql/tally.h"

enum err cell_get(struct batch *batch, struct cell_id id, struct cell **out)
{
    return cell_read(batch->registry, batch->db, batch->arena, id, out);
}

static enum err cell_make(struct batch *batch, const struct cell *description, struct str key,
                          struct cell_id *out)
{
    struct cell_id id = {++batch->numbers.cell};
    WRITE(sql_cell_insert(batch->db, &(struct cell_insert_in){
                                         .id = id,
                                         .key = key,
                                         .language = description->language,
                                         .country = description->country,
                                         .network = description->network,
                                     }));
    for (int i = 0; i < description->n_members; i++)
        WRITE(sql_cell_campaign_insert(batch->db, &(struct cell_campaign_insert_in){
                                                      .cell = id,
                                                      .campaign = description->members[i].campaign,
                                                      .hashtag = description->members[i].hashtag,
                                                  }));
    *out = id;
    return OK;
}

enum err cell_of(struct batch *batch, const struct cell *description, struct cell **out)
{
    struct str key = cell_key(batch->arena, description);
    struct cell *known = registry_cell(batch->registry, key);
    if (known != NULL) {
        *out = known;
        return OK;
    }
    struct cell_by_key_out row;
    enum err err =
        sql_cell_by_key_one(batch->db, batch->arena, &(struct cell_by_key_in){key}, &row);
    if (err == ERR_NOT_FOUND)
        err = cell_make(batch, description, key, &row.id);
    TRY(err);
    return cell_get(batch, row.id, out);
}
