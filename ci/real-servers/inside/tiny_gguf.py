"""Writes a llama-architecture model of about 50,000 random weights as GGUF.

Run by the Python of the virtual environment, which has `gguf` and `numpy`:

    python tiny_gguf.py OUT.gguf

The model talks gibberish of words, digits and `\\boxed{…}`; what is wanted of it is that a real
server tokenises, samples, counts and stops. Two things are not left to chance. Byte tokens are
there so that any prompt can be read, but are never said, for half a character would make the
server's reply differ from the sampled text. And the end token is about as likely as any other, so
that replies end both of themselves and at the token limit.
"""

import sys

import gguf
import numpy as np

WORDS = [
    *"0123456789",
    *" .,-+=\n",
    "\\boxed{",
    "}",
    "The answer is ",
    " so ",
    " because ",
    " then ",
    " [",
    "]",
    " true",
    " false",
]
WIDTH, HEADS, LAYERS, INNER, CONTEXT = 32, 4, 2, 64, 8192
# One coordinate of the residual stream is the same for all tokens, and no layer writes to it, so
# that after the final norm it serves as the bias which a llama output layer lacks.
BIAS_AT, BIAS = 0, 6.0
NEVER, RARELY = -20.0, -0.4

CHAT = (
    "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant: {% endif %}"
)


def vocabulary():
    """Tokens, their scores and types: special, 256 bytes, printable characters, words."""
    kinds = gguf.TokenType
    rows = [
        ("<unk>", kinds.UNKNOWN),
        ("<s>", kinds.CONTROL),
        ("</s>", kinds.CONTROL),
        *((f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)),
    ]
    characters = [chr(code) for code in range(0x21, 0x7F)] + ["\u2581"]
    said = [word.replace(" ", "\u2581") for word in WORDS]
    texts = dict.fromkeys(said + characters)
    rows += [(text, kinds.NORMAL) for text in texts]
    return rows, set(said)


def write(path):
    """Writes the model to `path`; the same bytes every time."""
    random = np.random.default_rng(20)
    rows, said = vocabulary()
    size = len(rows)

    def matrix(*shape, scale=0.4):
        return (random.standard_normal(shape) * scale).astype(np.float32)

    def writing(weights):
        weights[BIAS_AT, :] = 0.0
        return weights

    out = gguf.GGUFWriter(path, "llama")
    out.add_name("tiny-gibberish")
    out.add_context_length(CONTEXT)
    out.add_embedding_length(WIDTH)
    out.add_block_count(LAYERS)
    out.add_feed_forward_length(INNER)
    out.add_head_count(HEADS)
    out.add_head_count_kv(HEADS)
    out.add_layer_norm_rms_eps(1e-5)
    out.add_rope_dimension_count(WIDTH // HEADS)
    out.add_vocab_size(size)
    out.add_file_type(gguf.LlamaFileType.ALL_F32)

    out.add_tokenizer_model("llama")
    out.add_token_list([text for text, _ in rows])
    # The SentencePiece merger prefers high scores: longer texts are tried first.
    out.add_token_scores([float(len(text)) for text, _ in rows])
    out.add_token_types([kind for _, kind in rows])
    out.add_unk_token_id(0)
    out.add_bos_token_id(1)
    out.add_eos_token_id(2)
    out.add_add_bos_token(True)
    out.add_add_eos_token(False)
    out.add_add_space_prefix(False)
    out.add_chat_template(CHAT)

    embedding = matrix(size, WIDTH, scale=1.0)
    embedding[:, BIAS_AT] = BIAS
    out.add_tensor("token_embd.weight", embedding)
    for layer in range(LAYERS):
        name = f"blk.{layer}"
        out.add_tensor(f"{name}.attn_norm.weight", np.ones(WIDTH, np.float32))
        for part in ("attn_q", "attn_k", "attn_v"):
            out.add_tensor(f"{name}.{part}.weight", matrix(WIDTH, WIDTH))
        out.add_tensor(f"{name}.attn_output.weight", writing(matrix(WIDTH, WIDTH)))
        out.add_tensor(f"{name}.ffn_norm.weight", np.ones(WIDTH, np.float32))
        out.add_tensor(f"{name}.ffn_gate.weight", matrix(INNER, WIDTH))
        out.add_tensor(f"{name}.ffn_up.weight", matrix(INNER, WIDTH))
        out.add_tensor(f"{name}.ffn_down.weight", writing(matrix(WIDTH, INNER)))
    out.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    head = matrix(size, WIDTH, scale=0.3)
    head[:, BIAS_AT] = NEVER
    for token, (text, _) in enumerate(rows):
        if text in said:
            head[token, BIAS_AT] = 0.0
        elif text == "</s>":
            head[token, BIAS_AT] = RARELY
    out.add_tensor("output.weight", head)

    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()


if __name__ == "__main__":
    write(sys.argv[1])
