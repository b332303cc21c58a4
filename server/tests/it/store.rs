//! What every store has to do. Each of the suite's tests gets the way to open
//! a store at a place, again and again.

mod contract;

use std::path::Path;
use std::sync::Arc;

use chatmux_server::store::{Sqlite, Store};

async fn sqlite(place: &Path) -> Arc<dyn Store> {
    let file = place.join("data.sqlite");
    Arc::new(Sqlite::open(&file).await.expect("a data file"))
}

/// One test a line of the contract, for each store there is.
macro_rules! stores_keep {
    ($($line:ident,)*) => {
        $(
            #[tokio::test]
            async fn $line() {
                let place = tempfile::tempdir().expect("a temporary folder");
                contract::$line(async || sqlite(place.path()).await).await;
            }
        )*
    };
}

stores_keep! {
    entries_are_numbered_without_gaps_whoever_writes_at_once,
    a_message_is_kept_once_however_often_it_is_sent,
    another_text_under_the_same_client_id_is_refused_and_the_first_kept,
    two_members_may_draw_the_same_client_id,
    what_was_kept_is_there_when_the_store_is_opened_again,
    only_the_newest_entries_are_kept_and_numbers_go_on,
    a_page_is_read_from_either_side,
    a_room_without_entries_has_the_head_that_follows_from_it,
    what_was_signed_with_another_log_in_mind_is_stale,
    what_was_let_go_is_not_kept_again,
    a_deletion_takes_the_words_of_its_target_and_of_all_it_was_changed_to,
    writers_in_many_rooms_at_once_have_a_log_for_each,
    a_draft_that_is_not_kept_harms_no_other_that_is_handed_in_with_it,
    what_an_entry_changes_of_its_room_is_kept_with_it,
    what_is_not_kept_changes_nothing_of_its_room,
    the_last_change_of_a_room_wins,
    a_room_that_ends_takes_its_entries_along_and_leaves_the_reason,
    an_ending_is_forgotten_when_it_is_old,
    there_are_as_many_rooms_as_there_may_be,
    the_key_is_made_once,
    a_closed_store_says_so,
}
