//! The server in a process of its own, killed or asked to stop: what was
//! told is kept.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::Arc;

use chatmux_shared::id::{ClientId, Seq};
use chatmux_shared::message::{Act, Entry, Post};
use chatmux_shared::room::Event;
use chatmux_shared::wire::ServerFrame;
use futures::future::join_all;
use tokio::sync::watch;

use crate::chain::check;
use crate::guest::{Guest, Stay};
use crate::house::Place;
use crate::key::client_of;
use crate::outside::Outside;
use crate::process::{Process, binary};
use crate::soon::soon;

const WRITERS: usize = 8;
const DEATHS: u64 = 5;
/// Entries told before each death.
const TOLD: u64 = 400;
/// What one writer has under way at most.
const UNDER_WAY: usize = 100;

/// Someone who writes without end, and what they know at the end.
struct Writer {
    stay: Stay,
    said: BTreeMap<ClientId, Post>,
    told: BTreeMap<Seq, Entry>,
}

/// Writes until the connection breaks; says how many entries were told.
async fn write(mut guest: Guest, newest: watch::Sender<u64>) -> Writer {
    let mut said = BTreeMap::new();
    let mut told: BTreeMap<Seq, Entry> = BTreeMap::new();
    let mut answered = 0;
    loop {
        while said.len() < answered + UNDER_WAY {
            let text = format!("number {}", said.len());
            let statement = guest.statement(Act::Say, &text);
            let post = guest.key.post(&statement, &text);
            if !guest.try_hand_in(&post).await {
                break;
            }
            said.insert(statement.client, post);
        }
        match guest.next().await {
            Ok(ServerFrame::Told {
                event: Event::Entry { entry },
            }) => {
                answered += usize::from(said.contains_key(&client_of(&entry)));
                newest.send_modify(|newest| *newest = entry.seq.0.max(*newest));
                told.insert(entry.seq, entry);
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    Writer {
        stay: guest.lose(),
        said,
        told,
    }
}

/// Many write as fast as it goes, until so many entries were told; then the
/// server is killed.
async fn write_until_killed(mut process: Process, enough: u64) -> Vec<Writer> {
    let (progress, mut watching) = watch::channel(0);
    let mut writing = Vec::new();
    for number in 0..WRITERS {
        let name = format!("Writer {number}");
        let guest = Guest::come(process.address, "lounge", &name).await;
        writing.push(tokio::spawn(write(guest, progress.clone())));
    }
    let told = watching.wait_for(|told| *told >= enough);
    drop(
        soon("enough to be told", told)
            .await
            .expect("somebody writes"),
    );
    process.kill();
    let writers = join_all(writing).await;
    let writers = writers
        .into_iter()
        .map(|it| it.expect("a writer ends well"));
    let writers = writers.collect();
    process.end().await;
    writers
}

/// The whole log, by someone new.
async fn read(process: &Process) -> Vec<Entry> {
    let mut reader = Guest::come(process.address, "lounge", "Reader").await;
    reader.fetch_all(Seq(0)).await
}

/// The same, after a browser's check.
async fn read_and_check(process: &Process) -> Vec<Entry> {
    let mut reader = Guest::come(process.address, "lounge", "Reader").await;
    let log = reader.fetch_all(Seq(0)).await;
    check((reader.welcome.room.id, reader.welcome.room.epoch), &log);
    log
}

fn has_all_that_was_told(log: &[Entry], writers: &[Writer]) {
    assert!(has_no_gap(log));
    for entry in writers.iter().flat_map(|writer| writer.told.values()) {
        let place = usize::try_from(entry.seq.0 - 1).expect("a short log");
        assert_eq!(log.get(place), Some(entry), "it was told and is lost");
    }
}

fn has_no_gap(log: &[Entry]) -> bool {
    let numbers = log.iter().map(|entry| entry.seq.0);
    numbers.eq(1..=log.len() as u64)
}

/// The writer comes back and says again what it knows no answer to.
async fn retry(process: &Process, writer: &Writer) -> Vec<Entry> {
    let told: Vec<ClientId> = writer.told.values().map(client_of).collect();
    let again = writer.stay.reconnecting();
    let mut guest = Guest::enter(process.address, "lounge", again).await;
    assert_eq!(guest.welcome.member, writer.stay.welcome.member);
    let unanswered = writer.said.iter().filter(|(it, _)| !told.contains(it));
    let unanswered: BTreeMap<_, _> = unanswered.collect();
    for post in unanswered.values() {
        guest.hand_in(post).await;
    }
    let mut answers = Vec::new();
    for client in unanswered.keys() {
        answers.push(guest.entry(**client).await);
    }
    answers
}

// trials 1, 3: the short form, five deaths
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_is_written_to_it_has_all_that_was_told_and_each_once() {
    let place = Place::new();
    let mut newest = 0;
    for _ in 0..DEATHS {
        let process = Process::start(&place).await;
        let writers = write_until_killed(process, newest + TOLD).await;
        let process = Process::start(&place).await;
        let log = match newest {
            0 => read_and_check(&process).await,
            _ => read(&process).await,
        };
        has_all_that_was_told(&log, &writers);

        let mut retried = Vec::new();
        for writer in &writers {
            retried.extend(retry(&process, writer).await);
        }
        let after = read(&process).await;
        assert!(has_no_gap(&after));
        assert_eq!(after[..log.len()], log, "what is kept stays as it is");
        for answer in &retried {
            assert!(after.contains(answer));
        }
        for writer in &writers {
            for (client, post) in &writer.said {
                let own = after.iter().filter(|entry| client_of(entry) == *client);
                let signed: Vec<_> = own.map(|entry| &entry.signed).collect();
                assert_eq!(signed, [&post.signed], "each is there once");
            }
        }
        newest = after.len() as u64;
        process.terminate().await;
        assert!(process.end().await.success());
    }
}

// trial 2
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_power_loss_it_has_all_that_was_told() {
    for _ in 0..3 {
        let outside = Outside::new().await;
        outside.is("watched");
        let process = outside.start(&[]).await;
        let writers = write_until_killed(process, TOLD).await;
        // What was not synced is not there.
        let place = outside.after_power_loss();
        let process = Process::start(&place).await;
        let log = read_and_check(&process).await;
        has_all_that_was_told(&log, &writers);
        let mut next = Guest::come(process.address, "lounge", "Next").await;
        let next = next.say("and it goes on").await;
        assert_eq!(next.seq.0, log.len() as u64 + 1);
    }
}

// trial 22
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_stop_it_closes_with_1012_and_has_all_that_was_told() {
    let place = Place::new();
    let process = Process::start(&place).await;
    let mut idle = Vec::new();
    for number in 0..3 {
        let name = format!("Idle {number}");
        idle.push(Guest::come(process.address, "lounge", &name).await);
    }
    let mut writer = Guest::come(process.address, "lounge", "Writer").await;
    for number in 0..200 {
        writer.post(&format!("{number}")).await;
    }
    let first = writer.next_entry().await;
    process.terminate().await;

    let mut told = vec![first];
    let code = loop {
        match writer.next().await {
            Ok(ServerFrame::Told {
                event: Event::Entry { entry },
            }) => told.push(entry),
            Ok(_) => {}
            Err(code) => break code,
        }
    };
    assert_eq!(code, 1012);
    for guest in idle {
        assert_eq!(guest.end().await, 1012);
    }
    assert_eq!(process.end().await.code(), Some(0));

    let process = Process::start(&place).await;
    let log = read(&process).await;
    assert!(has_no_gap(&log));
    assert_eq!(log[..told.len()], told);
}

#[tokio::test]
async fn what_is_told_is_on_disk_before() {
    let place = Place::new();
    for round in 1..=5 {
        let mut process = Process::start(&place).await;
        let mut guest = Guest::come(process.address, "lounge", "Ada").await;
        let entry = guest.say(&format!("round {round}")).await;
        process.kill();
        assert_eq!(entry.seq, Seq(round));
        process.end().await;
        let process = Process::start(&place).await;
        assert_eq!(read(&process).await.last(), Some(&entry));
    }
}

#[tokio::test]
async fn settings_that_cannot_be_are_refused_with_a_sentence() {
    let place = Place::new();
    let nowhere = place.path("no/such/folder/data.sqlite");
    let public = "write it like https://chat.example";
    for (settings, sentence) in [
        (vec!["--tls-cert", "cert.pem"], "--tls-key <TLS_KEY>"),
        (vec!["--tls-key", "key.pem"], "--tls-cert <TLS_CERT>"),
        (
            vec!["--tls-cert", "none.pem", "--tls-key", "none.pem"],
            "cannot use the certificate",
        ),
        (vec!["--public-url", "chat.example"], public),
        (vec!["--public-url", "https://chat.example/path"], public),
        (vec!["--public-url", "https://user@chat.example"], public),
        (vec!["--data", &nowhere], "choose another with --data"),
        (vec!["--listen", "nowhere"], "--listen"),
    ] {
        let said = refused(&place, &settings).await;
        assert!(said.contains(sentence), "{settings:?}: {said}");
    }
    // Someone else's for as long as this test holds it.
    let holder = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = holder.local_addr().expect("an address").to_string();
    let said = refused(&place, &["--listen", &address]).await;
    assert!(said.contains("choose another with --listen"), "{said}");
}

/// What the binary says before it ends with a failure.
async fn refused(place: &Arc<Place>, settings: &[&str]) -> String {
    let data = place.path("data.sqlite");
    let mut command = binary();
    if !settings.contains(&"--data") {
        command.args(["--data", &data]);
    }
    if !settings.contains(&"--listen") {
        command.args(["--listen", "127.0.0.1:0"]);
    }
    let ended = command.args(settings).stdin(Stdio::null()).output();
    let ended = soon("a refusal", ended).await.expect("it runs");
    assert!(!ended.status.success(), "{settings:?}");
    String::from_utf8_lossy(&ended.stderr).into_owned()
}
