//! The command line, parsed once.
//!
//! What stands behind `--` is never read here, only handed on: to the server,
//! or to the runner of the one part that was named.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};

use crate::test::part::Part;

/// What was asked for.
#[derive(Debug, PartialEq)]
pub enum Task {
    Help,
    Run(Run),
    Test(Test),
    Tidy,
    Trials,
    Circles,
}

/// `run [--lan] [-- server arguments]`.
#[derive(Debug, Default, PartialEq)]
pub struct Run {
    pub reach: Reach,
    /// Handed to the server, after ours.
    pub server: Vec<String>,
}

/// Who can open the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Reach {
    /// This machine alone, over http.
    #[default]
    Here,
    /// The local network, over https.
    Lan,
}

/// `test [name …] [-- runner arguments]`.
#[derive(Debug, PartialEq)]
pub struct Test {
    pub parts: Vec<Part>,
    /// Handed to the runner; only with one part that has a runner.
    pub runner: Vec<String>,
}

impl Task {
    pub fn parse(mut words: Vec<String>) -> Result<Self> {
        let behind = split_off_behind_dashes(&mut words);
        if words.is_empty() || words.iter().any(|word| word == "--help" || word == "-h") {
            return Ok(Self::Help);
        }
        let name = words.remove(0);
        match name.as_str() {
            "help" => Ok(Self::Help),
            "run" => Run::parse(&words, behind).map(Self::Run),
            "test" => Test::parse(&words, behind).map(Self::Test),
            "tidy" => alone(&words, &behind, Self::Tidy),
            "trials" => alone(&words, &behind, Self::Trials),
            "circles" => alone(&words, &behind, Self::Circles),
            _ => {
                bail!("there is no command `{name}`: there are run, test, tidy, trials and circles")
            }
        }
    }
}

impl Run {
    fn parse(words: &[String], server: Vec<String>) -> Result<Self> {
        let mut reach = Reach::Here;
        for word in words {
            match word.as_str() {
                "--lan" => reach = Reach::Lan,
                _ => bail!(
                    "`run` does not know `{word}`: it knows --lan; arguments for the server go behind `--`"
                ),
            }
        }
        Ok(Self { reach, server })
    }

    /// Where the server is going to listen.
    pub fn listen(&self) -> Result<SocketAddr> {
        let default = match self.reach {
            Reach::Here => "127.0.0.1:3000",
            Reach::Lan => "0.0.0.0:3000",
        };
        let address = self.server_value("--listen").unwrap_or(default);
        address
            .parse()
            .with_context(|| format!("`{address}` is no address to listen on, like 127.0.0.1:3000"))
    }

    /// The value of a flag handed to the server, as `--flag value` or `--flag=value`.
    pub fn server_value(&self, flag: &str) -> Option<&str> {
        let place = self.server.iter().position(|word| {
            word.strip_prefix(flag)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        })?;
        match self.server[place].split_once('=') {
            Some((_, value)) => Some(value),
            None => self.server.get(place + 1).map(String::as_str),
        }
    }
}

impl Test {
    fn parse(words: &[String], runner: Vec<String>) -> Result<Self> {
        let named: Vec<Part> = words
            .iter()
            .map(|word| Part::parse(word))
            .collect::<Result<_>>()?;
        let takes_arguments = matches!(named[..], [part] if part.takes_arguments());
        if !runner.is_empty() && !takes_arguments {
            bail!(
                "arguments behind `--` go to one runner: name native, wasm or e2e before the `--`"
            );
        }
        let parts = if named.is_empty() {
            Part::ALL.to_vec()
        } else {
            named
        };
        Ok(Self { parts, runner })
    }
}

fn split_off_behind_dashes(words: &mut Vec<String>) -> Vec<String> {
    let Some(dashes) = words.iter().position(|word| word == "--") else {
        return Vec::new();
    };
    let behind = words.split_off(dashes + 1);
    words.pop();
    behind
}

fn alone(words: &[String], behind: &[String], task: Task) -> Result<Task> {
    match words.first().or(behind.first()) {
        Some(word) => bail!("this command takes no arguments, and `{word}` is one"),
        None => Ok(task),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Task> {
        Task::parse(line.split_whitespace().map(String::from).collect())
    }

    fn sentence(line: &str) -> String {
        parse(line).expect_err("is refused").to_string()
    }

    #[test]
    fn nothing_asks_for_help() {
        assert_eq!(parse("").unwrap(), Task::Help);
        assert_eq!(parse("run --help").unwrap(), Task::Help);
    }

    #[test]
    fn what_stands_behind_the_dashes_goes_to_the_server() {
        let Task::Run(run) = parse("run --lan -- --listen 127.0.0.1:4000 --help").unwrap() else {
            panic!("is a run");
        };
        assert_eq!(run.reach, Reach::Lan);
        assert_eq!(run.server, ["--listen", "127.0.0.1:4000", "--help"]);
        assert_eq!(run.listen().unwrap().port(), 4000);
    }

    #[test]
    fn a_server_flag_may_be_joined_to_its_value() {
        let Task::Run(run) = parse("run -- --data=/tmp/rooms --listen=[::1]:1").unwrap() else {
            panic!("is a run");
        };
        assert_eq!(run.server_value("--data"), Some("/tmp/rooms"));
        assert_eq!(run.listen().unwrap().port(), 1);
    }

    #[test]
    fn on_the_local_network_every_address_is_listened_on() {
        let Task::Run(run) = parse("run --lan").unwrap() else {
            panic!("is a run");
        };
        assert_eq!(run.listen().unwrap().to_string(), "0.0.0.0:3000");
    }

    #[test]
    fn a_test_without_a_name_is_all_of_them() {
        let Task::Test(test) = parse("test").unwrap() else {
            panic!("is a test");
        };
        assert_eq!(test.parts, Part::ALL);
    }

    #[test]
    fn an_unknown_part_is_answered_with_the_names() {
        assert_eq!(
            sentence("test end2end"),
            "there is no part `end2end`: there are fmt, tidy, trials, clippy, native, wasm, weight and e2e"
        );
    }

    #[test]
    fn arguments_for_a_runner_need_one_part_with_a_runner() {
        assert!(parse("test e2e -- --headed").is_ok());
        assert!(sentence("test -- --headed").contains("name native, wasm or e2e"));
        assert!(sentence("test fmt -- --headed").contains("name native, wasm or e2e"));
    }

    #[test]
    fn an_unknown_command_is_answered_with_the_names() {
        assert!(sentence("serve").contains("run, test, tidy, trials and circles"));
    }
}
