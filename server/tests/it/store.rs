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
    the_last_change_of_a_room_wins,
    a_room_that_ends_takes_its_entries_along_and_leaves_the_reason,
    an_ending_is_forgotten_when_it_is_old,
    there_are_as_many_rooms_as_there_may_be,
    the_key_is_made_once,
    a_closed_store_says_so,
}
