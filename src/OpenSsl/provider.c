/*
 * The parts of OpenSSL that this repository's programs use. They replace the complete library. This file defines functions that
 * OpenSSL's own objects define too. The linker takes the first definition. It then does not link the objects that only OpenSSL's
 * definition needs.
 *
 * At the first use, OpenSSL 3.0 sets up every algorithm that its provider offers. It also searches all decoders for each public
 * key that it reads. From exec to a first login over TLS, with the bundle of eleven roots, a start takes 22.8 million instructions
 * with this file and 48.1 million with OpenSSL's own functions (callgrind). The program is 0.7 MB smaller.
 *
 * The names and numbers are those of OpenSSL's header files and of its lists of names. No header file of
 * libssl-dev declares the internal functions below. They are functions of OpenSSL 3.0: another version fails to link.
 */
#include <stddef.h>
#include <openssl/bio.h>
#include <openssl/core.h>
#include <openssl/core_dispatch.h>
#include <openssl/evp.h>
#include <openssl/opensslv.h>

#if OPENSSL_VERSION_MAJOR != 3 || OPENSSL_VERSION_MINOR != 0
#error "src/OpenSsl/provider.c was written for OpenSSL 3.0, which Debian 12 has. OPENSSL=system builds without it."
#endif

typedef struct prov_ctx_st PROV_CTX;
PROV_CTX *ossl_prov_ctx_new(void);
void ossl_prov_ctx_free(PROV_CTX *context);
void ossl_prov_ctx_set0_libctx(PROV_CTX *context, OSSL_LIB_CTX *library);
void ossl_prov_ctx_set0_handle(PROV_CTX *context, const OSSL_CORE_HANDLE *handle);
void ossl_prov_ctx_set0_core_bio_method(PROV_CTX *context, BIO_METHOD *method);
BIO_METHOD *ossl_prov_ctx_get0_core_bio_method(PROV_CTX *context);
BIO_METHOD *ossl_bio_prov_init_bio_method(void);
int ossl_prov_bio_from_dispatch(const OSSL_DISPATCH *core);
int ossl_prov_seeding_from_dispatch(const OSSL_DISPATCH *core);
int ossl_prov_get_capabilities(void *context, const char *capability, OSSL_CALLBACK *callback, void *argument);

/* The names, properties and functions of one algorithm. Colons separate a name and its aliases. */
#define OFFER(names, functions) { names, "provider=default", functions, NULL }
#define DECODE(names, functions) { names, "provider=default,fips=yes,input=der,structure=SubjectPublicKeyInfo", functions, NULL }
#define END { NULL, NULL, NULL, NULL }

#define RSA_NAMES "RSA:rsaEncryption:1.2.840.113549.1.1.1"
#define RSA_PSS_NAMES "RSA-PSS:RSASSA-PSS:1.2.840.113549.1.1.10"
#define EC_NAMES "EC:id-ecPublicKey:1.2.840.10045.2.1"
#define X25519_NAMES "X25519:1.3.101.110"

/* OpenSSL stores the SHA-1 hash of a certificate together with the certificate. */
extern const OSSL_DISPATCH ossl_sha1_functions[], ossl_sha256_functions[], ossl_sha384_functions[], ossl_sha512_functions[];
static const OSSL_ALGORITHM digests[] = {
    OFFER("SHA1:SHA-1:SSL3-SHA1:1.3.14.3.2.26", ossl_sha1_functions),
    OFFER("SHA2-256:SHA-256:SHA256:2.16.840.1.101.3.4.2.1", ossl_sha256_functions),
    OFFER("SHA2-384:SHA-384:SHA384:2.16.840.1.101.3.4.2.2", ossl_sha384_functions),
    OFFER("SHA2-512:SHA-512:SHA512:2.16.840.1.101.3.4.2.3", ossl_sha512_functions),
    END
};

/* The ciphers of .NET's cipher suites. The last two ciphers generate random numbers. */
extern const OSSL_DISPATCH ossl_aes256gcm_functions[], ossl_aes128gcm_functions[], ossl_chacha20_ossl_poly1305_functions[],
    ossl_aes256cbc_functions[], ossl_aes128cbc_functions[], ossl_aes256ctr_functions[], ossl_aes256ecb_functions[];
static const OSSL_ALGORITHM ciphers[] = {
    OFFER("AES-256-GCM:id-aes256-GCM:2.16.840.1.101.3.4.1.46", ossl_aes256gcm_functions),
    OFFER("AES-128-GCM:id-aes128-GCM:2.16.840.1.101.3.4.1.6", ossl_aes128gcm_functions),
    OFFER("ChaCha20-Poly1305", ossl_chacha20_ossl_poly1305_functions),
    OFFER("AES-256-CBC:AES256:2.16.840.1.101.3.4.1.42", ossl_aes256cbc_functions),
    OFFER("AES-128-CBC:AES128:2.16.840.1.101.3.4.1.2", ossl_aes128cbc_functions),
    OFFER("AES-256-CTR", ossl_aes256ctr_functions),
    OFFER("AES-256-ECB:2.16.840.1.101.3.4.1.41", ossl_aes256ecb_functions),
    END
};

extern const OSSL_DISPATCH ossl_hmac_functions[];
static const OSSL_ALGORITHM macs[] = { OFFER("HMAC", ossl_hmac_functions), END };

extern const OSSL_DISPATCH ossl_kdf_hkdf_functions[], ossl_kdf_tls1_3_kdf_functions[], ossl_kdf_tls1_prf_functions[], ossl_kdf_pbkdf2_functions[];
static const OSSL_ALGORITHM key_derivations[] = {
    OFFER("HKDF", ossl_kdf_hkdf_functions),
    OFFER("TLS13-KDF", ossl_kdf_tls1_3_kdf_functions),
    OFFER("TLS1-PRF", ossl_kdf_tls1_prf_functions),
    OFFER("PBKDF2:1.2.840.113549.1.5.12", ossl_kdf_pbkdf2_functions),
    END
};

extern const OSSL_DISPATCH ossl_drbg_ctr_functions[], ossl_seed_src_functions[];
static const OSSL_ALGORITHM random_generators[] = { OFFER("CTR-DRBG", ossl_drbg_ctr_functions), OFFER("SEED-SRC", ossl_seed_src_functions), END };

/* TLS 1.3 uses the scheme RSA-PSS for signatures with RSA keys, and checks whether keys of the type RSA-PSS are supported. */
extern const OSSL_DISPATCH ossl_rsa_keymgmt_functions[], ossl_rsapss_keymgmt_functions[], ossl_ec_keymgmt_functions[],
    ossl_x25519_keymgmt_functions[], ossl_mac_legacy_keymgmt_functions[];
static const OSSL_ALGORITHM keys[] = {
    OFFER(RSA_NAMES, ossl_rsa_keymgmt_functions),
    OFFER(RSA_PSS_NAMES, ossl_rsapss_keymgmt_functions),
    OFFER(EC_NAMES, ossl_ec_keymgmt_functions),
    OFFER(X25519_NAMES, ossl_x25519_keymgmt_functions),
    OFFER("HMAC", ossl_mac_legacy_keymgmt_functions),
    END
};

extern const OSSL_DISPATCH ossl_ecdh_keyexch_functions[], ossl_x25519_keyexch_functions[];
static const OSSL_ALGORITHM key_exchanges[] = { OFFER("ECDH", ossl_ecdh_keyexch_functions), OFFER(X25519_NAMES, ossl_x25519_keyexch_functions), END };

extern const OSSL_DISPATCH ossl_rsa_signature_functions[], ossl_ecdsa_signature_functions[],
    ossl_mac_legacy_hmac_signature_functions[];
static const OSSL_ALGORITHM signatures[] = {
    OFFER(RSA_NAMES, ossl_rsa_signature_functions),
    OFFER("ECDSA", ossl_ecdsa_signature_functions),
    OFFER("HMAC", ossl_mac_legacy_hmac_signature_functions),
    END
};

/* Decoders for the public keys of certificates. The programs read no private keys. */
extern const OSSL_DISPATCH ossl_SubjectPublicKeyInfo_der_to_rsa_decoder_functions[],
    ossl_SubjectPublicKeyInfo_der_to_ec_decoder_functions[], ossl_SubjectPublicKeyInfo_der_to_x25519_decoder_functions[];
static const OSSL_ALGORITHM decoders[] = {
    DECODE(RSA_NAMES, ossl_SubjectPublicKeyInfo_der_to_rsa_decoder_functions),
    DECODE(EC_NAMES, ossl_SubjectPublicKeyInfo_der_to_ec_decoder_functions),
    DECODE(X25519_NAMES, ossl_SubjectPublicKeyInfo_der_to_x25519_decoder_functions),
    END
};

static const OSSL_ALGORITHM *query(void *context, int operation, int *is_not_cached)
{
    (void)context;
    *is_not_cached = 0;
    switch (operation) {
    case OSSL_OP_DIGEST: return digests;
    case OSSL_OP_CIPHER: return ciphers;
    case OSSL_OP_MAC: return macs;
    case OSSL_OP_KDF: return key_derivations;
    case OSSL_OP_RAND: return random_generators;
    case OSSL_OP_KEYMGMT: return keys;
    case OSSL_OP_KEYEXCH: return key_exchanges;
    case OSSL_OP_SIGNATURE: return signatures;
    case OSSL_OP_DECODER: return decoders;
    default: return NULL;
    }
}

static void tear_down(void *context)
{
    BIO_meth_free(ossl_prov_ctx_get0_core_bio_method(context));
    ossl_prov_ctx_free(context);
}

static const OSSL_DISPATCH provider_functions[] = {
    { OSSL_FUNC_PROVIDER_TEARDOWN, (void (*)(void))tear_down },
    { OSSL_FUNC_PROVIDER_QUERY_OPERATION, (void (*)(void))query },
    { OSSL_FUNC_PROVIDER_GET_CAPABILITIES, (void (*)(void))ossl_prov_get_capabilities },
    { 0, NULL }
};

/* Sets up the provider that OpenSSL loads by default. Returns 1, or 0 when there is not enough memory. */
int ossl_default_provider_init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *core, const OSSL_DISPATCH **provider, void **context)
{
    OSSL_FUNC_core_get_libctx_fn *get_library = NULL;
    BIO_METHOD *method;
    PROV_CTX *own;

    for (const OSSL_DISPATCH *function = core; function->function_id != 0; function++) {
        if (function->function_id == OSSL_FUNC_CORE_GET_LIBCTX)
            get_library = OSSL_FUNC_core_get_libctx(function);
    }
    if (get_library == NULL || !ossl_prov_bio_from_dispatch(core) || !ossl_prov_seeding_from_dispatch(core))
        return 0;
    own = ossl_prov_ctx_new();
    if (own == NULL)
        return 0;
    method = ossl_bio_prov_init_bio_method();
    if (method == NULL) {
        ossl_prov_ctx_free(own);
        return 0;
    }
    ossl_prov_ctx_set0_libctx(own, (OSSL_LIB_CTX *)get_library(handle));
    ossl_prov_ctx_set0_handle(own, handle);
    ossl_prov_ctx_set0_core_bio_method(own, method);
    *context = own;
    *provider = provider_functions;
    return 1;
}

/* The base provider has encoders and decoders for key files. The programs read and write no key files. */
int ossl_base_provider_init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *core, const OSSL_DISPATCH **provider, void **context)
{
    (void)handle, (void)core, (void)provider, (void)context;
    return 0;
}

/* The lists of the older functions EVP_get_cipherbyname and EVP_get_digestbyname. The programs do not use the first function.
 * Certificates use the second function. */
void openssl_add_all_ciphers_int(void) {}

void openssl_add_all_digests_int(void)
{
    EVP_add_digest(EVP_sha1());
    EVP_add_digest(EVP_sha256());
    EVP_add_digest(EVP_sha384());
    EVP_add_digest(EVP_sha512());
}

/* Reads no configuration file: its path would be a path of the build machine. */
int ossl_config_int(const void *settings)
{
    (void)settings;
    return 1;
}

void ossl_no_config_int(void) {}
