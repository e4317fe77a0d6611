use super::*;

fn file(text: &str) -> Result<ModelsFile, SpecError> {
    ModelsFile::parse(text, Path::new("models.toml"))
}

#[test]
fn provider_and_name_are_enough() {
    let spec = resolve("openai/gpt-5-mini", None, None).unwrap();
    assert_eq!(spec.provider, Provider::Openai);
    assert_eq!(spec.name, "gpt-5-mini");
    assert_eq!(spec.base_url, "https://api.openai.com/v1");
    assert_eq!(spec.key_env, ["OPENAI_API_KEY"]);
    assert!(spec.key_required);
    assert_eq!(
        spec.identity().to_string(),
        "openai/gpt-5-mini at api.openai.com/v1"
    );
    let gemini = resolve("gemini/models/gemini-2.5-flash", None, None).unwrap();
    assert_eq!(gemini.name, "gemini-2.5-flash");
    assert_eq!(gemini.key_env, ["GEMINI_API_KEY", "GOOGLE_API_KEY"]);
    for provider in Provider::ALL {
        let spec = resolve(&format!("{provider}/m"), Some("http://localhost:9"), None).unwrap();
        assert_eq!((spec.provider, spec.key_required), (provider, false));
    }
}

#[test]
fn a_base_url_makes_any_name_an_openai_compatible_model() {
    let spec = resolve("Qwen/Qwen3-8B", Some("http://127.0.0.1:8000"), None).unwrap();
    assert_eq!(spec.provider, Provider::Compatible);
    assert_eq!(spec.name, "Qwen/Qwen3-8B");
    assert_eq!(spec.base_url, "http://127.0.0.1:8000/v1");
}

#[test]
fn base_urls_are_completed() {
    let at = |model: &str, url: &str| resolve(model, Some(url), None).unwrap().base_url;
    assert_eq!(at("compatible/m", "http://h/v1/"), "http://h/v1");
    assert_eq!(
        at("compatible/m", "http://h/api/chat/completions"),
        "http://h/api"
    );
    assert_eq!(
        at("anthropic/m", "https://h/anthropic"),
        "https://h/anthropic/v1"
    );
    assert_eq!(at("gemini/m", "http://h:1"), "http://h:1/v1beta");
    assert_eq!(at("ollama/m", "http://h:1/"), "http://h:1");
}

#[test]
fn secrets_in_an_address_are_refused_and_not_repeated() {
    for url in [
        "http://user:hunter2@host/v1",
        "https://hunter2@host/v1",
        "http://host/v1?key=hunter2",
        "htp//user:hunter2@host",
    ] {
        let error = resolve("compatible/m", Some(url), None)
            .unwrap_err()
            .to_string();
        assert!(!error.contains("hunter2"), "{error}");
        assert!(error.contains("host"), "{error}");
    }
    assert!(resolve("compatible/m", Some("ftp://host"), None).is_err());
}

#[test]
fn what_is_no_model_gets_a_suggestion() {
    let error = resolve("opnai/gpt-5", None, None).unwrap_err().to_string();
    assert!(error.contains("did you mean `openai`"), "{error}");
    let error = resolve("gpt-5", None, None).unwrap_err().to_string();
    assert!(error.contains("PROVIDER/NAME"), "{error}");
    let error = resolve("compatible/m", None, None).unwrap_err().to_string();
    assert!(error.contains("--base-url"), "{error}");
    let models = file("[models.fast]\nprovider = \"vllm\"").unwrap();
    let error = resolve("fats", None, Some(&models))
        .unwrap_err()
        .to_string();
    assert!(error.contains("did you mean `fast`") || error.contains("PROVIDER/NAME"));
    assert!(resolve("openai/", None, None).is_err());
    assert!(resolve("openai/a b", None, None).is_err());
    assert!(resolve("gemini/a?b", None, None).is_err());
}

#[test]
fn an_entry_gives_everything() {
    let models = file(
        r#"
        [models.house]
        provider = "vllm"
        model = "Qwen/Qwen3-8B"
        base_url = "http://gpu7:8000/v1"
        key_env = "HOUSE_KEY"
        headers_env = { "x-team" = "TEAM" }
        stream = true
        rpm = 600
        tpm = 100000
        price = { input = 0.5, output = 2.0, cached = 0.1 }
        sampling = { temperature = 0.6, max_tokens = 4096 }
        dialect = { max_tokens = "max_completion_tokens", effort = "drop" }
        "#,
    )
    .unwrap();
    let spec = resolve("house", None, Some(&models)).unwrap();
    assert_eq!(spec.name, "Qwen/Qwen3-8B");
    assert_eq!(spec.key_env, ["HOUSE_KEY"]);
    assert!(spec.key_required && spec.stream);
    assert_eq!((spec.rpm, spec.tpm), (Some(600), Some(100_000)));
    assert_eq!(spec.sampling.temperature, Some(0.6));
    let usage = Usage {
        input: Some(1_000_000),
        output: Some(500_000),
        reasoning: None,
        cached: Some(200_000),
    };
    let cost = spec.price.unwrap().cost(&usage).unwrap();
    assert!((cost - (0.4 + 0.02 + 1.0)).abs() < 1e-9, "{cost}");
    assert_eq!(spec.price.unwrap().cost(&Usage::default()), None);
}

#[test]
fn mistakes_in_the_file_are_named_with_a_suggestion() {
    let error = file("[models.a]\nprovider = \"vllm\"\nbase_ulr = \"x\"")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("models.toml") && error.contains("did you mean `base_url`"),
        "{error}"
    );
    let error = file("[models.a]\nprovider = \"vlm\"")
        .unwrap_err()
        .to_string();
    assert!(error.contains("did you mean `vllm`"), "{error}");
    let key = "sk-live-0123456789";
    let models = file(&format!(
        "[models.a]\nprovider = \"vllm\"\nkey_env = \"{key}\""
    ))
    .unwrap();
    let error = resolve("a", None, Some(&models)).unwrap_err().to_string();
    assert!(error.contains("name of an environment variable") && !error.contains(key));
    let models =
        file("[models.a]\nprovider = \"vllm\"\nprice = { input = -1.0, output = 1.0 }").unwrap();
    assert!(resolve("a", None, Some(&models)).is_err());
    let models = file("[models.a]\nprovider = \"vllm\"\nrpm = 0").unwrap();
    assert!(resolve("a", None, Some(&models)).is_err());
}
