//! Who this browser is: its keys, and the proof of them at the door.

use chatmux_shared::message::{Nonce, Signature, hello_bytes};
use chatmux_shared::wire::ClientFrame;
use leptos::prelude::ReadUntracked as _;
use wasm_bindgen_futures::spawn_local;

use super::Driver;
use crate::input::Input;
use crate::keys::{Keys, NoKeys};
use crate::script::window;

impl Driver {
    /// The keys first, then what was signed with them and is not kept.
    pub(super) fn look_for_keys(&self) {
        let mailbox = self.mailbox.clone();
        let posts = self.outbox.load();
        spawn_local(async move {
            mailbox.send(Input::Keys(Keys::open().await));
            mailbox.send(Input::Outbox(posts.await));
        });
    }

    pub(super) fn handle_keys(&mut self, keys: Result<Keys, NoKeys>) {
        match keys {
            Ok(keys) => {
                self.keys = Some(keys);
                self.prove();
            }
            Err(why) => self.end(why.to_string()),
        }
    }

    pub(super) fn handle_challenge(&mut self, nonce: Nonce) {
        self.challenge = Some(nonce);
        self.prove();
    }

    fn prove(&self) {
        let (Some(keys), Some(nonce)) = (&self.keys, self.challenge) else {
            return;
        };
        let Ok(origin) = window().location().origin() else {
            return;
        };
        let signing = keys.sign(&hello_bytes(&origin, self.line.room(), &nonce));
        let mailbox = self.mailbox.clone();
        spawn_local(async move {
            if let Some(signature) = signing.await {
                mailbox.send(Input::Proof(nonce, signature));
            }
        });
    }

    /// Says who comes, if that is still asked.
    pub(super) fn greet(&mut self, nonce: Nonce, signature: Signature) {
        let Some(keys) = self.keys.as_ref().filter(|_| self.challenge == Some(nonce)) else {
            return;
        };
        let have = self.state.timeline.read_untracked().have();
        let hello = self.guest.hello(keys.public(), signature, have);
        self.challenge = None;
        self.line.send(&ClientFrame::Hello(Box::new(hello)));
    }
}
