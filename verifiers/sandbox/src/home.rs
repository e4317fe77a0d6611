//! Where installed guests and their compiled forms live.

use std::env;
use std::path::PathBuf;

/// The folder that guests are installed in: `TRIBUNAL_HOME`, or else `tribunal` in the user's
/// data folder (`XDG_DATA_HOME`, or `.local/share` in the home folder). `None` where none of
/// these is set. The folder need not exist.
pub fn home() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    set("TRIBUNAL_HOME")
        .map(PathBuf::from)
        .or_else(|| set("XDG_DATA_HOME").map(|data| PathBuf::from(data).join("tribunal")))
        .or_else(|| set("HOME").map(|home| PathBuf::from(home).join(".local/share/tribunal")))
}
