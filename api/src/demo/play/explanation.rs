//! Shows the explanation of a calculation, and insists that every amount in it has an origin.

use serde_json::Value;

use super::player::{Player, Stopped, text_at};

/// Shows each step with its provision and the origins of its values.
///
/// # Errors
/// [`Stopped`] for a step without a provision, or a value without its parameter version or evidence.
pub(super) fn show(player: &mut Player<'_>, result: &Value) -> Result<(), Stopped> {
    let steps = result.pointer("/steps").and_then(Value::as_array).filter(|steps| !steps.is_empty());
    let steps = steps.ok_or_else(|| Stopped::new("a calculation has no explanation"))?;
    for step in steps {
        let provision = text_at(step, "/provision")?;
        if provision.trim().is_empty() {
            return Err(Stopped::new("a step names no provision"));
        }
        player.say(&format!("      {:<28} {}: {}", provision, text_at(step, "/finding")?, outcome(step)?))?;
        for value in step.pointer("/values").and_then(Value::as_array).into_iter().flatten() {
            let (name, figure) = (text_at(value, "/name")?, text_at(value, "/value")?);
            player.say(&format!("      {:<28}   {name} = {figure} ({})", "", origin(value, &name)?))?;
        }
    }
    Ok(())
}

fn outcome(step: &Value) -> Result<String, Stopped> {
    Ok(match text_at(step, "/outcome/kind")?.as_str() {
        "holds" => if step.pointer("/outcome/holds") == Some(&Value::Bool(true)) { "tak" } else { "nie" }.to_owned(),
        "amount" => text_at(step, "/outcome/rounded/amount").or_else(|_too_large| text_at(step, "/outcome/exact"))?,
        _ => text_at(step, "/outcome/text")?,
    })
}

fn origin(value: &Value, name: &str) -> Result<String, Stopped> {
    let missing = || Stopped::new(format!("`{name}` names neither its parameter version nor its evidence"));
    match text_at(value, "/origin/kind")?.as_str() {
        "parameter" => {
            let (from, act) = (text_at(value, "/origin/from")?, text_at(value, "/origin/act")?);
            if act.is_empty() { Err(missing()) } else { Ok(format!("od {from}, {act}")) }
        }
        "evidence" => {
            let ids = value.pointer("/origin/ids").and_then(Value::as_array).map_or(0, Vec::len);
            if ids == 0 { Err(missing()) } else { Ok(format!("dowody: {ids}")) }
        }
        "fact" => Ok("fakt ze sprawy".to_owned()),
        "computed" => Ok("z wcześniejszego kroku".to_owned()),
        "choice" => Ok("wybór pracownika".to_owned()),
        _ => Err(missing()),
    }
}
