//! Which methods each path has.

use actix_web::dev::ResourceDef;
use utoipa::openapi::OpenApi;

/// Which methods each path of the contract has, to tell a wrong method from a wrong path.
#[derive(Debug)]
pub struct Methods {
    paths: Vec<(ResourceDef, String)>,
}

impl Methods {
    /// Reads the paths of a contract.
    #[must_use]
    pub fn of(api: &OpenApi) -> Self {
        let paths = api.paths.paths.iter().map(|(path, item)| {
            let named = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            let methods: Vec<&str> =
                named.iter().filter(|(_, operation)| operation.is_some()).map(|(name, _)| *name).collect();
            (ResourceDef::new(path.as_str()), methods.join(", "))
        });
        Self { paths: paths.collect() }
    }

    /// The methods of a path, as `Allow` lists them; `None` for an unknown path.
    #[must_use]
    pub fn allowed(&self, path: &str) -> Option<&str> {
        // Fixed paths before patterns: `/persons/search` is not `/persons/{id}`.
        let matching = || self.paths.iter().filter(|(definition, _)| definition.is_match(path));
        let fixed = matching().find(|(definition, _)| definition.pattern() == Some(path));
        fixed.or_else(|| matching().next()).map(|(_, methods)| methods.as_str())
    }
}
