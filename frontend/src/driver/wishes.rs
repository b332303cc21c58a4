//! What the person wants.

use chatmux_app::state::{Change, Memory, Phase, Sound};
use chatmux_app::ui::{DeviceChoice, DeviceKind, Entrance, Wish};
use chatmux_shared::id::ClientId;
use chatmux_shared::room::{Color, Event};
use chatmux_shared::wire::{ClientFrame, Switch};
use leptos::prelude::ReadUntracked as _;

use super::Driver;
use crate::clock::now;
use crate::script::window;
use crate::{clipboard, random};

const LEFT: &str = "You have left the room.";

impl Driver {
    pub(super) fn handle_wish(&mut self, wish: Wish) {
        match wish {
            Wish::Join(entrance) => self.join(entrance),
            Wish::Say(text) => self.say(text),
            Wish::Retry(client) => self.say_again(client),
            Wish::Discard(client) => self.state.apply(Change::Discard(client)),
            Wish::Older => self.fetch_older(),
            Wish::Microphone(switch) => self.own.set_microphone(switch),
            Wish::Camera(switch) => self.own.set_camera(switch),
            Wish::Screen(switch) => self.own.set_screen(switch),
            Wish::Device(choice) => self.choose(choice),
            Wish::AskForDevices => self.own.ask_again(),
            Wish::JoinCall => self.join_call(),
            Wish::LeaveCall => self.leave_call(),
            Wish::Leave => self.leave(),
            Wish::Profile { name, color } => self.change_profile(name, color),
            Wish::Visibility(visibility) => self.send(&ClientFrame::Visibility { visibility }),
            Wish::CopyLink(link) => clipboard::copy(link, self.mailbox.clone()),
            Wish::Hear => self.hear(),
            Wish::Dismiss(id) => self.state.apply(Change::Dismiss(id)),
        }
    }

    fn join(&mut self, entrance: Entrance) {
        if *self.state.phase.read_untracked() != Phase::GreenRoom {
            return;
        }
        if entrance.camera != self.own.wanted_camera() {
            self.own.set_camera(entrance.camera);
        }
        self.guest.visibility = Some(entrance.visibility);
        self.introduce(entrance.name, entrance.color);
        self.own.set_metered(Switch::Off);
        self.place.enter();
        self.show_phase(Phase::Joining);
        self.line.open(now());
    }

    /// From now on, the person is called this, here and in other rooms.
    fn introduce(&mut self, name: String, color: Color) {
        self.memories.keep_person(&name, color);
        self.state.apply(Change::Memory(Memory {
            name: name.clone(),
            color,
            maker: self.guest.maker.is_some(),
        }));
        self.guest.name = name;
        self.guest.color = color;
    }

    fn say(&mut self, text: String) {
        let Some(client) = random::client_id() else {
            return self.notice("This browser cannot send messages.");
        };
        self.state.apply(Change::Draft {
            client,
            text: text.clone(),
        });
        self.send(&ClientFrame::Say { client, text });
    }

    fn say_again(&mut self, client: ClientId) {
        self.state.apply(Change::Retry(client));
        let timeline = self.state.timeline.read_untracked();
        let mut drafts = timeline.unsent();
        if let Some(draft) = drafts.find(|draft| draft.client == client) {
            self.send(&ClientFrame::Say {
                client,
                text: draft.text.clone(),
            });
        }
    }

    fn fetch_older(&self) {
        if let Some(before) = self.state.timeline.read_untracked().older_before() {
            self.send(&ClientFrame::FetchBefore { before });
        }
    }

    fn choose(&mut self, choice: DeviceChoice) {
        let kind = choice.kind;
        self.own.choose(choice);
        if kind == DeviceKind::Speaker {
            self.play();
        }
    }

    fn join_call(&mut self) {
        if self.guest.visit.is_some() {
            self.place.enter();
            self.own.acquire(now());
        }
    }

    fn leave_call(&mut self) {
        self.stay_outside();
        self.send(&ClientFrame::LeaveCall);
    }

    /// In the room, not in its call: nothing is sent, no camera is on.
    pub(super) fn stay_outside(&mut self) {
        self.place.leave();
        if let Some(links) = &mut self.links {
            links.mesh.handle_leave();
        }
        self.own.release();
        let me = *self.state.me.read_untracked();
        if let Some(me) = me {
            let session = me.session;
            self.show_event(Event::LeftCall { session });
        }
    }

    fn leave(&mut self) {
        self.send(&ClientFrame::Leave);
        self.memories.forget_visit();
        self.end(LEFT.to_owned());
        window().location().set_href("/").ok();
    }

    fn change_profile(&mut self, name: String, color: Color) {
        self.introduce(name.clone(), color);
        self.send(&ClientFrame::Profile { name, color });
    }

    fn hear(&self) {
        self.state.apply(Change::Sound(Sound::Playing));
        self.play();
    }

    pub(super) fn show_sound_blocked(&self) {
        self.state.apply(Change::Sound(Sound::Blocked));
    }
}
