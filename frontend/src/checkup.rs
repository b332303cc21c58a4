//! The test of the connection: this page calls itself, once as it can and
//! once over the relay.
//!
//! ```text
//!  ask the server ──► a lone end gathers: what is my address?   (STUN)
//!                └──► two ends over the relay: do bytes pass?   (TURN)
//! ```
//!
//! Invariant: all of it ends with the test, its peer connections are closed.

use std::cell::Cell;
use std::rc::Rc;

use chatmux_shared::call::checkup::{Address, Relay, Server};
use chatmux_shared::id::RoomId;
use futures::future::{AbortHandle, abortable, join};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Response, RtcDataChannel, RtcDataChannelInit, RtcDataChannelState, RtcPeerConnection,
    RtcSessionDescriptionInit,
};

use crate::input::{Input, Mailbox};
use crate::listener::Listener;
use crate::script::{text_of, window};

/// How often one looks whether something has come, in milliseconds.
const LOOK: u32 = 50;
/// How often at most, before it is given up: 12 seconds, for a browser asks a
/// STUN server that does not answer for nearly ten.
const LOOKS: u32 = 240;
/// Bytes that go through the relay, there and back: more than one packet.
const BYTES: usize = 4_000;

/// Something was found.
#[derive(Debug, Clone, Copy)]
pub enum Found {
    /// Of the server.
    Server(Server),
    /// Of one's own address.
    Address(Address),
    /// Of the relay.
    Relay(Relay),
}

/// A test that goes on as long as this lives.
#[derive(Debug)]
pub struct Checkup {
    number: u32,
    task: AbortHandle,
}

impl Checkup {
    /// Begins; what is found is told with this number.
    pub fn new(number: u32, room: RoomId, mailbox: Mailbox) -> Self {
        let tell = move |found| mailbox.send(Input::Checkup(number, found));
        let (test, task) = abortable(async move { run(room, &tell).await });
        spawn_local(async move {
            test.await.ok();
        });
        Self { number, task }
    }

    /// By which what it finds is known.
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl Drop for Checkup {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(room: RoomId, tell: &impl Fn(Found)) {
    let servers = match helpers(room).await {
        Ok(servers) => servers,
        Err(server) => return tell(Found::Server(server)),
    };
    tell(Found::Server(Server::Helps));
    let address = async {
        let address = address(&servers).await.unwrap_or(Address::Unanswered);
        tell(Found::Address(address));
    };
    let relay = async {
        let relay = relay(&servers).await.unwrap_or(Relay::Refuses);
        tell(Found::Relay(relay));
    };
    join(address, relay).await;
}

/// Servers for the way, as an `RTCConfiguration` takes them.
async fn helpers(room: RoomId) -> Result<Array, Server> {
    let address = ["/api/rooms/", &room.to_string(), "/ice"].concat();
    let request = post(&address).map_err(|_| Server::Silent)?;
    let answer = JsFuture::from(request).await.map_err(|_| Server::Silent)?;
    let answer: Response = answer.unchecked_into();
    if !answer.ok() {
        return Err(Server::Answers);
    }
    let body = answer.json().map_err(|_| Server::Answers)?;
    let body = JsFuture::from(body).await.map_err(|_| Server::Answers)?;
    let servers = Reflect::get(&body, &"servers".into());
    let servers = servers.and_then(wasm_bindgen::JsCast::dyn_into::<Array>);
    let servers = servers.map_err(|_| Server::Answers)?;
    if servers.length() == 0 {
        return Err(Server::Answers);
    }
    Ok(servers)
}

fn post(address: &str) -> Result<Promise, JsValue> {
    let init = Object::new();
    Reflect::set(&init, &"method".into(), &"POST".into())?;
    let window = window();
    let fetch: Function = Reflect::get(&window, &"fetch".into())?.dyn_into()?;
    fetch.call2(&window, &address.into(), &init)?.dyn_into()
}

/// A peer connection, closed when dropped.
struct End(RtcPeerConnection);

impl End {
    fn new(servers: &Array, policy: &str) -> Result<Self, JsValue> {
        let configuration = Object::new();
        Reflect::set(&configuration, &"iceServers".into(), servers)?;
        Reflect::set(&configuration, &"iceTransportPolicy".into(), &policy.into())?;
        let connection = RtcPeerConnection::new_with_configuration(configuration.unchecked_ref())?;
        Ok(Self(connection))
    }

    fn channel(&self) -> RtcDataChannel {
        let init = RtcDataChannelInit::new();
        init.set_negotiated(true);
        init.set_id(0);
        let label = "checkup";
        self.0
            .create_data_channel_with_data_channel_dict(label, &init)
    }

    /// Makes an offer, or an answer, with all candidates in it.
    async fn describe(&self, what: Describe) -> Result<RtcSessionDescriptionInit, JsValue> {
        let promise = match what {
            Describe::Offer => self.0.create_offer(),
            Describe::Answer => self.0.create_answer(),
        };
        let described = JsFuture::from(promise).await?.unchecked_into();
        JsFuture::from(self.0.set_local_description(&described)).await?;
        until(|| text_of(&self.0, "iceGatheringState").as_deref() == Some("complete")).await;
        described.set_sdp(&self.sdp());
        Ok(described)
    }

    async fn hear(&self, described: &RtcSessionDescriptionInit) -> Result<(), JsValue> {
        JsFuture::from(self.0.set_remote_description(described)).await?;
        Ok(())
    }

    fn sdp(&self) -> String {
        let description = self.0.local_description();
        description.map(|it| it.sdp()).unwrap_or_default()
    }
}

impl Drop for End {
    fn drop(&mut self) {
        self.0.close();
    }
}

enum Describe {
    Offer,
    Answer,
}

/// What the STUN server tells. A browser does not name an address that is the
/// machine's own anyway; where nobody answered, it tells that
/// (`icecandidateerror` 701, W3C WebRTC 1.0 §4.8.3).
async fn address(servers: &Array) -> Result<Address, JsValue> {
    let end = End::new(servers, "all")?;
    end.channel();
    let failed = Rc::new(Cell::new(false));
    let note = Rc::clone(&failed);
    let _failures = Listener::new(&end.0, "icecandidateerror", move |event| {
        let url = text_of(&event, "url").unwrap_or_default();
        if url.starts_with("stun") {
            note.set(true);
        }
    });
    end.describe(Describe::Offer).await?;
    let is_complete = text_of(&end.0, "iceGatheringState").as_deref() == Some("complete");
    Ok(if end.sdp().contains(" typ srflx") {
        Address::Found
    } else if is_complete && !failed.get() {
        Address::Own
    } else {
        Address::Unanswered
    })
}

/// Whether bytes pass through the relay, there and back.
async fn relay(servers: &Array) -> Result<Relay, JsValue> {
    let (here, there) = (End::new(servers, "relay")?, End::new(servers, "relay")?);
    let (near, far) = (here.channel(), there.channel());
    let offer = here.describe(Describe::Offer).await?;
    if !here.sdp().contains(" typ relay") {
        return Ok(Relay::Refuses);
    }
    there.hear(&offer).await?;
    let answer = there.describe(Describe::Answer).await?;
    here.hear(&answer).await?;
    Ok(if passes(&near, &far).await {
        Relay::Carries
    } else {
        Relay::Stuck
    })
}

async fn passes(near: &RtcDataChannel, far: &RtcDataChannel) -> bool {
    let back = Rc::new(Cell::new(false));
    let note = Rc::clone(&back);
    let echo = far.clone();
    let _far = Listener::new(far, "message", move |event| {
        if let Some(text) = text_of(&event, "data") {
            echo.send_with_str(&text).ok();
        }
    });
    let _near = Listener::new(near, "message", move |event| {
        note.set(text_of(&event, "data").is_some_and(|text| text.len() == BYTES));
    });
    let is_open = || near.ready_state() == RtcDataChannelState::Open;
    until(is_open).await
        && near.send_with_str(&"x".repeat(BYTES)).is_ok()
        && until(|| back.get()).await
}

/// Whether it came to be so in time.
async fn until(is_so: impl Fn() -> bool) -> bool {
    for _ in 0..LOOKS {
        if is_so() {
            return true;
        }
        TimeoutFuture::new(LOOK).await;
    }
    is_so()
}
