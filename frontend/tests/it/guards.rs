//! Guards undo what they did when they are dropped.

use std::cell::Cell;
use std::rc::Rc;

use chatmux_frontend::clock::{Alarm, now};
use chatmux_frontend::input::{Input, Mailbox};
use chatmux_frontend::listener::Listener;
use futures::StreamExt as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventTarget};

#[wasm_bindgen_test]
fn a_listener_that_is_dropped_hears_no_more() {
    let target = EventTarget::new().unwrap();
    let heard = Rc::new(Cell::new(0));
    let count = heard.clone();
    let listener = Listener::new(&target, "ping", move |_| count.set(count.get() + 1));
    let ping = || target.dispatch_event(&Event::new("ping").unwrap()).unwrap();

    ping();
    assert_eq!(heard.get(), 1);
    drop(listener);
    ping();
    assert_eq!(heard.get(), 1);
    assert_eq!(Rc::strong_count(&heard), 1);
}

#[wasm_bindgen_test]
async fn an_alarm_rings_at_the_last_moment_it_was_set_for() {
    let (mailbox, mut inbox) = Mailbox::new();
    let mut alarm = Alarm::default();
    let begun = now();
    alarm.set(Some(begun.plus(60_000)), &mailbox);
    alarm.set(Some(begun.plus(20)), &mailbox);
    assert!(matches!(inbox.next().await, Some(Input::Alarm)));
    assert!(now().since(begun) < 10_000);

    alarm.rang();
    alarm.set(Some(begun.plus(20)), &mailbox);
    assert!(matches!(inbox.next().await, Some(Input::Alarm)));
}
