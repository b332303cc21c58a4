//! The comments that say which trials a test covers.

use super::titles::TITLES;

/// A test and the trials it covers.
#[derive(Debug, PartialEq)]
pub struct Cover {
    pub path: String,
    pub test: String,
    pub trials: Vec<usize>,
}

/// A comment that cannot be what was meant.
#[derive(Debug, PartialEq)]
pub struct Mistake {
    pub path: String,
    pub line: usize,
    pub sentence: String,
}

pub fn read(path: &str, source: &str, covers: &mut Vec<Cover>, mistakes: &mut Vec<Mistake>) {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    for (place, line) in lines.iter().enumerate() {
        let Some(list) = list(line) else { continue };
        let found = parse_list(list).and_then(|trials| {
            let test = test_below(&lines[place + 1..])
                .ok_or("a trial is named directly above a test, and there is none")?;
            Ok((trials, test))
        });
        match found {
            Ok((trials, test)) => covers.push(Cover {
                path: path.to_owned(),
                test,
                trials,
            }),
            Err(sentence) => mistakes.push(Mistake {
                path: path.to_owned(),
                line: place + 1,
                sentence,
            }),
        }
    }
}

/// What follows `// trial` or `// trials`.
fn list(line: &str) -> Option<&str> {
    let comment = line.strip_prefix("//")?.trim_start();
    let rest = comment.strip_prefix("trial")?;
    let rest = rest.strip_prefix('s').unwrap_or(rest).strip_prefix(' ')?;
    rest.starts_with(|c: char| c.is_ascii_digit())
        .then_some(rest)
}

/// `32, 34`; words may follow a colon.
fn parse_list(list: &str) -> Result<Vec<usize>, String> {
    let numbers = list.split(':').next().unwrap_or_default();
    numbers
        .split(',')
        .map(|word| parse_trial(word.trim()))
        .collect()
}

fn parse_trial(word: &str) -> Result<usize, String> {
    let last = TITLES.len();
    let number = word
        .parse()
        .map_err(|_| format!("`{word}` is no number of a trial: write `// trials 32, 34`"))?;
    if (1..=last).contains(&number) {
        return Ok(number);
    }
    Err(format!("there is no trial {number}: there are 1 to {last}"))
}

/// The name of the test these lines begin with, past comments and attributes.
fn test_below(lines: &[&str]) -> Option<String> {
    let mut lines = lines.iter().take_while(|line| !line.is_empty());
    lines.find_map(|line| rust_test(line).or_else(|| script_test(line)))
}

/// `async fn a_test_is_a_sentence() {`
fn rust_test(line: &str) -> Option<String> {
    let is_code = !line.starts_with("//") && !line.starts_with('#');
    let (before, rest) = line.split_once("fn ")?;
    let is_start = before.is_empty() || before.ends_with(' ');
    let end = rest.find(['(', '<'])?;
    (is_code && is_start).then(|| rest[..end].to_owned())
}

/// `test('two people see each other', async … {`, in any quotes.
fn script_test(line: &str) -> Option<String> {
    let rest = line.strip_prefix("test(").or(line.strip_prefix("it("))?;
    let quote = rest.chars().next().filter(|c| "'\"`".contains(*c))?;
    let name = rest[1..].split(quote).next()?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(text: &str) -> Result<(Vec<usize>, String), String> {
        let (mut covers, mut mistakes) = (Vec::new(), Vec::new());
        read("a.rs", text, &mut covers, &mut mistakes);
        match mistakes.pop() {
            Some(mistake) => Err(mistake.sentence),
            None => covers
                .pop()
                .map(|cover| (cover.trials, cover.test))
                .ok_or_else(|| "nothing".to_owned()),
        }
    }

    #[test]
    fn the_test_below_the_comment_covers_it() {
        let text = "
            // trial 24
            #[tokio::test]
            async fn a_panic_ends_only_its_connection() {
        ";
        assert_eq!(
            read_one(text),
            Ok((vec![24], "a_panic_ends_only_its_connection".to_owned()))
        );
    }

    #[test]
    fn one_test_may_cover_several() {
        let text = "// trials 32, 34\n/// With words.\n#[test]\nfn frames() {";
        assert_eq!(read_one(text), Ok((vec![32, 34], "frames".to_owned())));
    }

    #[test]
    fn tests_in_the_browser_are_found_too() {
        for quote in ["'", "\"", "`"] {
            let text = format!("// trial 7\ntest({quote}each once{quote}, async ({{}}) => {{");
            assert_eq!(read_one(&text), Ok((vec![7], "each once".to_owned())));
        }
    }

    #[test]
    fn a_trial_that_does_not_exist_is_a_mistake() {
        for text in ["// trial 59\nfn a() {", "// trial 0\nfn a() {"] {
            let sentence = read_one(text).expect_err("is a mistake");
            assert!(sentence.ends_with("there are 1 to 58"), "{sentence}");
        }
        let range = read_one("// trials 31-34\nfn a() {").expect_err("is a mistake");
        assert!(range.contains("`31-34` is no number"), "{range}");
    }

    #[test]
    fn a_comment_above_nothing_is_a_mistake() {
        let sentence = read_one("// trial 3\n\nfn later() {").expect_err("is a mistake");
        assert!(sentence.contains("there is none"), "{sentence}");
    }

    #[test]
    fn other_talk_of_trials_is_no_claim() {
        assert_eq!(
            read_one("// trial and error\nfn a() {"),
            Err("nothing".to_owned())
        );
    }
}
