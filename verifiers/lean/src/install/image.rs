//! Images: what the memory holds after the imports, so that no proof pays for them.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{IMAGES, InstallError, Installation, LIBRARY, Step, at};
use crate::guest::machine::{Allowance, Program};
use crate::guest::{Image, Session};

/// What importing may use.
const MOST_MEMORY: u64 = 1 << 30;
const MOST_TIME: Duration = Duration::from_secs(120);

/// An image ready to be continued from.
pub(crate) struct OpenImage {
    pub(crate) image: Image,
    pub(crate) file: File,
}

/// What stands beside the memory.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    image: Image,
    /// BLAKE3 of the memory.
    memory: String,
    /// BLAKE3 of the module that the memory belongs to.
    module: String,
}

impl Installation {
    /// The image after `imports`, made now if there is none.
    pub(crate) fn image(
        &self,
        program: &Arc<Program>,
        imports: &[String],
    ) -> Result<OpenImage, InstallError> {
        self.image_telling(program, imports, &mut |_| {})
    }

    pub(super) fn image_telling(
        &self,
        program: &Arc<Program>,
        imports: &[String],
        tell: &mut dyn FnMut(&Step),
    ) -> Result<OpenImage, InstallError> {
        let name = blake3::hash(imports.join(" ").as_bytes()).to_hex();
        let base = self.folder.join(IMAGES).join(&name[..16]);
        if let Some(open) = self.open_image(&base, imports)? {
            return Ok(open);
        }
        tell(&Step::Import(imports.to_vec()));
        self.make_image(program, imports, &base)?;
        let open = self.open_image(&base, imports)?;
        open.ok_or_else(|| self.import_error(imports, "what was just written is gone"))
    }

    fn import_error(&self, imports: &[String], detail: impl Into<String>) -> InstallError {
        InstallError::Import {
            imports: imports.join(", "),
            detail: detail.into(),
        }
    }

    /// The image at `base`, if it is there and belongs to this module.
    fn open_image(
        &self,
        base: &std::path::Path,
        imports: &[String],
    ) -> Result<Option<OpenImage>, InstallError> {
        let path = base.with_extension("json");
        let Ok(text) = fs::read(&path) else {
            return Ok(None);
        };
        let Ok(description) = serde_json::from_slice::<Description>(&text) else {
            return Ok(None);
        };
        if description.module != self.manifest.module || description.image.imports != imports {
            return Ok(None);
        }
        let path = base.with_extension("memory");
        let mut hasher = blake3::Hasher::new();
        hasher.update_mmap_rayon(&path).map_err(at(&path))?;
        self.confirm(&path, hasher.finalize(), &description.memory)?;
        let file = File::open(&path).map_err(at(&path))?;
        Ok(Some(OpenImage {
            image: description.image,
            file,
        }))
    }

    fn make_image(
        &self,
        program: &Arc<Program>,
        imports: &[String],
        base: &std::path::Path,
    ) -> Result<(), InstallError> {
        let folder = self.folder.join(IMAGES);
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        let half: PathBuf = base.with_extension(format!("half-{}", std::process::id()));
        let allowance = Allowance {
            memory: MOST_MEMORY,
            deadline: program.clock.now() + MOST_TIME,
        };
        let library = self.folder.join(LIBRARY);
        let image = on_big_stack(|| {
            let session = Session::boot(program, library, imports, allowance)
                .map_err(|ending| self.import_error(imports, ending.to_string()))?;
            session.save(imports, &half).map_err(at(&half))
        })?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_mmap_rayon(&half).map_err(at(&half))?;
        let description = Description {
            image,
            memory: hasher.finalize().to_hex().to_string(),
            module: self.manifest.module.clone(),
        };
        let memory = base.with_extension("memory");
        fs::rename(&half, &memory).map_err(at(&memory))?;
        let path = base.with_extension("json");
        let text = serde_json::to_vec(&description).map_err(|error| at(&path)(error.into()))?;
        fs::write(&half, text).map_err(at(&half))?;
        fs::rename(&half, &path).map_err(at(&path))
    }
}

/// Runs `work` on a thread that has the stack a guest may want.
pub(crate) fn on_big_stack<T: Send>(
    work: impl FnOnce() -> Result<T, InstallError> + Send,
) -> Result<T, InstallError> {
    use crate::guest::engine::{HOST_STACK, STACK};

    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK + HOST_STACK)
            .spawn_scoped(scope, work);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(source) => Err(InstallError::Io {
                path: PathBuf::from("a thread"),
                source,
            }),
        }
    })
}
