//! JUnit XML: a test case a requirement.

use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use crate::ruling::{Requirement, Ruling, Status};

/// The ruling as a JUnit report. A broken requirement is a failure, an undecided one is a failure
/// unless the policy lets it through (then it is skipped), an invalid one is an error.
///
/// # Errors
/// None in practice: writing goes to memory.
pub fn ruling(ruling: &Ruling) -> io::Result<String> {
    let count = |wanted: Status| {
        let all = ruling.requirements.iter();
        all.filter(|one| one.status == wanted).count()
    };
    let open = count(Status::Open);
    let (failures, skipped) = if ruling.lets_through {
        (count(Status::Broken), open)
    } else {
        (count(Status::Broken) + open, 0)
    };
    let tests = ruling.requirements.len().to_string();
    let totals = [
        ("name", "tribunal gate".to_owned()),
        ("tests", tests),
        ("failures", failures.to_string()),
        ("errors", count(Status::Invalid).to_string()),
        ("skipped", skipped.to_string()),
    ];
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let attributes = || totals.iter().map(|(name, value)| (*name, value.as_str()));
    writer
        .create_element("testsuites")
        .with_attributes(attributes())
        .write_inner_content(|writer| {
            writer
                .create_element("testsuite")
                .with_attributes(attributes())
                .write_inner_content(|writer| {
                    for requirement in &ruling.requirements {
                        case(writer, requirement, ruling.lets_through)?;
                    }
                    Ok(())
                })?;
            Ok(())
        })?;
    let body = String::from_utf8_lossy(&writer.into_inner()).into_owned();
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}\n"
    ))
}

fn case(
    writer: &mut Writer<Vec<u8>>,
    requirement: &Requirement,
    lets_through: bool,
) -> io::Result<()> {
    let detail = plain(&requirement.detail);
    let name = plain(&requirement.name);
    let element = writer
        .create_element("testcase")
        .with_attributes([("classname", "gate"), ("name", name.as_str())]);
    let kind = match requirement.status {
        Status::Met => {
            element.write_inner_content(|writer| {
                writer
                    .create_element("system-out")
                    .write_text_content(BytesText::new(&detail))?;
                Ok(())
            })?;
            return Ok(());
        }
        Status::Broken => "failure",
        Status::Open if lets_through => "skipped",
        Status::Open => "failure",
        Status::Invalid => "error",
    };
    element.write_inner_content(|writer| {
        writer
            .create_element(kind)
            .with_attribute(("message", detail.as_str()))
            .write_empty()?;
        Ok(())
    })?;
    Ok(())
}

/// Without the control characters that XML 1.0 can't hold.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
