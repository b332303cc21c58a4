//! Tells how much is seen of whom, so that nobody sends more.

use std::time::Duration;

use leptos::prelude::*;

use super::floor::Floor;
use crate::live::effect;
use crate::ui::{Ui, Wish};

/// What changes for less than this is not worth telling.
const PAUSE: Duration = Duration::from_millis(200);

/// Tells it as long as the stage is there; nothing is seen after it.
pub(super) fn keep(floor: Floor) {
    let mut before = Vec::new();
    let soon = StoredValue::new(None::<TimeoutHandle>);
    let cancel = move || soon.with_value(|soon| soon.as_ref().map(TimeoutHandle::clear));
    effect(move || {
        let shown = floor.shown();
        if shown != before {
            before.clone_from(&shown);
            cancel();
            let tell = move || Ui.wish(Wish::Shown(shown));
            soon.set_value(set_timeout_with_handle(tell, PAUSE).ok());
        }
    });
    on_cleanup(move || {
        cancel();
        Ui.wish(Wish::Shown(Vec::new()));
    });
}
