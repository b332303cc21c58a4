//! The document about the API, against the API.

use std::collections::BTreeSet;

use chatmux_server::openapi::DOCUMENT;
use serde_json::Value;

use crate::house::House;
use crate::message::Ask;

const ROUTER: &str = include_str!("../../src/router.rs");

fn document() -> Value {
    serde_json::from_str(DOCUMENT).expect("JSON")
}

/// Path, method and operation.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let each = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().expect("an item");
        let methods = item.iter().filter(|(key, _)| key.as_str() != "parameters");
        methods.map(|(method, operation)| (path.clone(), method.clone(), operation.clone()))
    });
    each.collect()
}

/// Every reference of the document, wherever it stands.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                found.push(reference.clone());
            }
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn the_document_is_served_as_it_is_written() {
    let house = House::open().await;
    let answer = house.get("/api/openapi.json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.json::<Value>(), document());
}

#[test]
fn it_names_every_route_of_the_api_and_no_other() {
    let routed: BTreeSet<String> = ROUTER
        .split('"')
        .filter(|piece| piece.starts_with("/api"))
        .map(str::to_owned)
        .collect();
    let document = document();
    let named: BTreeSet<String> = operations(&document)
        .into_iter()
        .map(|(path, ..)| path)
        .collect();
    assert!(routed.len() > 3, "{routed:?}");
    assert_eq!(named, routed);
}

#[tokio::test]
async fn every_operation_answers_as_the_document_says() {
    let house = House::open().await;
    for (path, method, operation) in operations(&document()) {
        if path == "/api/lobby" {
            // It goes on and on: see the tests of the lobby.
            continue;
        }
        let address = path.replace("{room}", "lounge");
        let ask = match method.as_str() {
            "get" => Ask::get(&address),
            "post" => Ask::post(&address),
            other => panic!("{other} is asked by no test"),
        };
        let answer = ask.of(house.address).await;
        let status = answer.status.to_string();
        let response = &operation["responses"][&status];
        assert!(response.is_object(), "{method} {path}: {status}");
        let kind = answer.header("content-type").unwrap_or_default();
        let told = response["content"]
            .as_object()
            .map(|it| it.contains_key(kind));
        assert_eq!(told, Some(true), "{method} {path}: {status} {kind}");
    }
}

#[tokio::test]
async fn a_method_that_the_document_does_not_name_is_not_there() {
    let house = House::open().await;
    let document = document();
    let named = operations(&document);
    for (path, ..) in &named {
        let has_post = named
            .iter()
            .any(|(it, method, _)| it == path && method == "post");
        if !has_post {
            let address = path.replace("{room}", "lounge");
            assert_eq!(house.post(&address).await.status, 405, "POST {path}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(!found.is_empty());
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("within the document");
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

/// What `ask` is answered with, which the document names for `operation`.
async fn problem(house: &House, ask: Ask, operation: &Value) -> (u16, String) {
    let problem = ask.of(house.address).await.problem();
    let named = &operation["responses"][problem.0.to_string()];
    assert!(named.is_object(), "{problem:?} of {operation}");
    problem
}

#[tokio::test]
async fn what_no_handler_is_asked_about_is_a_problem_too() {
    let house = House::open().await;
    for (path, method, operation) in operations(&document()) {
        let address = path.replace("{room}", "lounge");
        let other = Ask::with("PATCH", &address).of(house.address).await;
        let wrong = (405, "/problems/wrong-method".to_owned());
        assert_eq!(other.problem(), wrong, "PATCH {path}");
        let allowed = other.header("allow").unwrap_or_default();
        assert!(
            allowed.contains(&method.to_uppercase()),
            "{path}: {allowed}"
        );

        let ask = |address: &str| Ask::with(&method.to_uppercase(), address);
        if path.contains("{room}") {
            let garbled = ask(&path.replace("{room}", "%ff"));
            let bad = (400, "/problems/bad-request".to_owned());
            assert_eq!(problem(&house, garbled, &operation).await, bad, "{path}");
        }
        if method == "post" {
            let long = ask(&address).json(&"x".repeat(70_000));
            let too_long = (413, "/problems/too-long".to_owned());
            assert_eq!(problem(&house, long, &operation).await, too_long, "{path}");
        }
    }
}
