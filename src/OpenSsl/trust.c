/*
 * Finds the trusted roots for the linked OpenSSL. This OpenSSL was built for Debian and looks in the folder /usr/lib/ssl. On a machine
 * without this folder, every TLS connection would fail. So this file sets SSL_CERT_FILE to another distribution's bundle before the
 * program starts. If SSL_CERT_FILE or SSL_CERT_DIR is set already, both variables stay unchanged.
 */
#include <stdlib.h>
#include <unistd.h>
#include <openssl/x509.h>

static const char *const bundles[] = {
    "/etc/ssl/certs/ca-certificates.crt", /* Debian, Ubuntu, Arch, and this project's image */
    "/etc/pki/tls/certs/ca-bundle.crt", /* Amazon Linux, Fedora, Azure Linux */
    "/etc/ssl/ca-bundle.pem", /* openSUSE */
    "/etc/ssl/cert.pem", /* Alpine */
};

static int is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

__attribute__((constructor)) static void find_trusted_roots(void)
{
    if (is_set(X509_get_default_cert_file_env()) || is_set(X509_get_default_cert_dir_env())
        || access(X509_get_default_cert_dir(), R_OK) == 0 || access(X509_get_default_cert_file(), R_OK) == 0)
        return;
    for (size_t i = 0; i < sizeof bundles / sizeof *bundles; i++) {
        if (access(bundles[i], R_OK) == 0) {
            setenv(X509_get_default_cert_file_env(), bundles[i], 1);
            return;
        }
    }
}
