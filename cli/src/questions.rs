//! What two schemas alone do not tell: asked on a terminal, refused with the flags elsewhere.

use aludel::diff::{Answers, Flag, Question, RenameKind};

use crate::prompt::Prompt;
use crate::trouble::{Result, Trouble};

/// Asks `questions` one after the other, and adds what is said to `answers`; of several renames only the first,
/// because it may settle the next.
pub(crate) fn ask(prompt: Prompt, questions: &[Question], answers: &mut Answers) -> Result<()> {
    if !prompt.is_interactive() {
        return Err(refuse(questions));
    }
    let asked = match questions {
        [rename @ Question::Rename { .. }, ..] => std::slice::from_ref(rename),
        all => all,
    };
    asked.iter().try_for_each(|question| ask_one(prompt, question, answers))
}

fn ask_one(prompt: Prompt, question: &Question, answers: &mut Answers) -> Result<()> {
    let text = question.to_string();
    let subject = question.subject();
    match question {
        Question::Rename { kind, candidates, .. } => {
            let mut options: Vec<String> =
                candidates.iter().map(|after| format!("renamed to `{after}`")).collect();
            options.push(match kind {
                RenameKind::Table | RenameKind::Column => {
                    format!("`{subject}` is dropped, with what it holds")
                }
                RenameKind::Enum | RenameKind::EnumValue => format!("`{subject}` is dropped"),
            });
            match candidates.get(prompt.choose(&text, options)?) {
                Some(after) => answers.give(Flag::Rename, subject, after),
                None => answers.give(Flag::Drop, subject, ""),
            }
        }
        Question::Fill { .. } => {
            let value = prompt.line(&text, "an SQL expression, such as 0, 'none' or now()")?;
            answers.give(Flag::Fill, subject, value);
        }
        Question::Using { .. } => {
            let help = "an SQL expression over the columns before; nothing for a plain cast";
            answers.give(Flag::Using, subject, prompt.optional_line(&text, help)?);
        }
        Question::Replace { values, .. } => {
            let mut options: Vec<String> = values.iter().map(|value| format!("they get `{value}`")).collect();
            options.push("there are none: do not run while a row holds it".into());
            match values.get(prompt.choose(&text, options)?) {
                Some(value) => answers.give(Flag::Replace, subject, value.as_ref()),
                None => answers.give(Flag::Drop, subject, ""),
            }
        }
    }
    Ok(())
}

/// The refusal of `questions` that nobody can answer here, with each way to answer them.
fn refuse(questions: &[Question]) -> Trouble {
    let mut message = match questions.len() {
        1 => "a question must be answered first:".to_owned(),
        count => format!("{count} questions must be answered first:"),
    };
    for question in questions {
        message += &format!("\n  {question}");
        for flag in question.flags() {
            message += &format!("\n    {flag}");
        }
        if let Some(attribute) = question.attribute() {
            message += &format!("\n    {attribute}   (in the model)");
        }
    }
    Trouble::new(message)
        .hint("add one of the lines under each question to the command, or answer on a terminal")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nobody_answers_each_way_is_named() {
        let question = Question::Rename {
            kind: RenameKind::Column,
            subject: "users.tel".into(),
            candidates: vec!["phone".into()],
        };
        let prompt = Prompt::new(true);
        let trouble = ask(prompt, &[question], &mut Answers::default()).expect_err("nobody is there");
        let message = trouble.to_string();
        for way in ["--rename users.tel=phone", "--drop users.tel", "renamed_from = \"tel\""] {
            assert!(message.contains(way), "{message}");
        }
    }
}
