//! What the person wants.

use chatmux_app::state::{Change, Memory, Phase, Sound};
use chatmux_app::ui::{DeviceChoice, DeviceKind, Entrance, Wish};
use chatmux_shared::message::Act;
use chatmux_shared::room::Color;
use chatmux_shared::wire::{ClientFrame, Switch, TYPING_INTERVAL};
use leptos::prelude::ReadUntracked as _;

use super::{Door, Driver};
use crate::clipboard;
use crate::clock::now;
use crate::motion::freeze;
use crate::script::window;

const UNREACHED: &str = "The server cannot be reached now. Try this again in a moment.";

impl Driver {
    pub(super) fn handle_wish(&mut self, wish: Wish) {
        match wish {
            Wish::Join(entrance) => self.join(entrance),
            Wish::Say(text) => self.draft(Act::Say, text),
            Wish::Edit(target, text) => self.draft(Act::Edit { target }, text),
            Wish::PassOn(to) => self.draft(Act::PassOwnership { to }, String::new()),
            Wish::Remove(member) => self.draft(Act::RemoveMember { member }, String::new()),
            Wish::Delete(target) => self.draft(Act::Delete { target }, String::new()),
            Wish::Typed(text) => self.handle_typed(&text),
            Wish::Retry(client) => self.say_again(client),
            Wish::Discard(client) => self.discard(client),
            Wish::Older => self.fetch_older(),
            Wish::Microphone(switch) => self.own.set_microphone(switch),
            Wish::Camera(switch) => self.own.set_camera(switch),
            Wish::Screen(switch) => self.own.set_screen(switch),
            Wish::Device(choice) => self.choose(choice),
            Wish::Voice(voice) => self.own.set_voice(voice),
            Wish::Volume(member, volume) => self.set_volume(member, volume),
            Wish::Checkup(switch) => self.set_checkup(switch),
            Wish::AskForDevices => self.own.ask_again(),
            Wish::JoinCall => self.join_call(),
            Wish::LeaveCall => self.leave_call(),
            Wish::Leave => self.leave(),
            Wish::Profile {
                name,
                color,
                status,
            } => self.change_profile(name, color, status),
            Wish::Rename(name) => self.ask(&ClientFrame::Rename { name }),
            Wish::Visibility(visibility) => self.ask(&ClientFrame::Visibility { visibility }),
            Wish::Lock(lock) => self.ask(&ClientFrame::Lock { lock }),
            Wish::LetIn(member) => self.ask(&ClientFrame::LetIn { member }),
            Wish::TurnAway(member) => self.ask(&ClientFrame::TurnAway { member }),
            Wish::StopKnocking => self.stop_knocking(),
            Wish::Hand(hand) => self.ask(&ClientFrame::Hand { hand }),
            Wish::LowerHand(session) => self.ask(&ClientFrame::LowerHand { session }),
            Wish::React(reaction) => self.ask(&ClientFrame::React { reaction }),
            Wish::CopyLink(link) => clipboard::copy(link, self.mailbox.clone()),
            Wish::Verify(wish) => self.handle_verify_wish(wish),
            Wish::Hear => self.hear(),
            Wish::File(wish) => self.handle_file_wish(wish),
            Wish::Dismiss(id) => self.state.apply(Change::Dismiss(id)),
            Wish::Watch(lobby) => self.want_map(lobby),
            Wish::Shown(shown) => self.handle_shown(shown),
        }
    }

    /// Asks the server for something that is done now or not at all.
    fn ask(&self, frame: &ClientFrame) {
        if self.door == Door::Shut {
            self.notice(UNREACHED);
        }
        self.send(frame);
    }

    fn join(&mut self, entrance: Entrance) {
        if *self.state.phase.read_untracked() != Phase::GreenRoom {
            return;
        }
        if entrance.camera != self.own.wanted_camera() {
            self.own.set_camera(entrance.camera);
        }
        self.guest.room_name = entrance.room_name;
        self.guest.visibility = Some(entrance.visibility);
        let status = self.guest.status.clone();
        self.introduce(entrance.name, entrance.color, status);
        self.set_checkup(Switch::Off);
        self.place.enter();
        self.show_phase(Phase::Joining);
        self.line.open(now());
    }

    /// From now on, the person is called this, here and in other rooms.
    fn introduce(&mut self, name: String, color: Color, status: String) {
        self.memories.keep_person(&name, color, &status);
        self.state.apply(Change::Memory(Memory {
            maker: self.guest.maker.is_some(),
            ..self.memories.person()
        }));
        self.guest.name = name;
        self.guest.color = color;
        self.guest.status = status;
    }

    /// What is typed survives a reload; the others are told now and then that
    /// something is.
    fn handle_typed(&mut self, text: &str) {
        self.memories.keep_typed(text);
        let now = now();
        if !text.is_empty() && now.since(self.said_typing) >= TYPING_INTERVAL {
            self.said_typing = now;
            self.send(&ClientFrame::Typing);
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
        self.state.apply(Change::Outside);
    }

    fn leave(&mut self) {
        self.send(&ClientFrame::Leave);
        self.memories.forget_visit();
        freeze();
        self.stop();
        self.show_phase(Phase::Leaving);
        window().location().set_href("/").ok();
    }

    fn change_profile(&mut self, name: String, color: Color, status: String) {
        self.introduce(name.clone(), color, status.clone());
        self.send(&ClientFrame::Profile {
            name,
            color,
            status,
        });
    }

    fn hear(&self) {
        self.state.apply(Change::Sound(Sound::Playing));
        self.play();
    }

    pub(super) fn show_sound_blocked(&self) {
        self.state.apply(Change::Sound(Sound::Blocked));
    }
}
