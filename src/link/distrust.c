#include "distrust.h"

#include <string.h>

#include <openssl/ssl.h>

/* What libmosquitto itself says, which looks at the name on its own. */
#define OTHER_NAME "host name verification failed"
/* What OpenSSL says of bytes that are none of TLS. */
static const char *const no_tls[] = {"wrong version number", "packet length too long",
                                     "record layer failure", "unexpected eof"};

const char *const distrust_no_tls =
    "it speaks no TLS at this port; mqtts:// needs the one that does";

static const char *of_certificate(long result)
{
    switch (result) {
    case X509_V_OK:
        return NULL;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "its certificate is over (expired): it needs a new one";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "its certificate holds from a later day on; is this machine's clock right?";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return "its certificate is for another name than mqtt.broker's";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        return "its certificate was signed by none of mqtt.ca_file's, which names whom to trust "
               "(empty: whom this system trusts)";
    default:
        return X509_verify_cert_error_string(result);
    }
}

const char *distrust_words(void *ssl, const char *told)
{
    const char *words = ssl ? of_certificate(SSL_get_verify_result(ssl)) : NULL;
    if (strstr(told, OTHER_NAME))
        return "its certificate is for another name than mqtt.broker's";
    if (words)
        return words;
    for (size_t i = 0; i < sizeof no_tls / sizeof *no_tls; i++)
        if (strstr(told, no_tls[i]))
            return distrust_no_tls;
    return "no TLS connection can be made with it";
}

bool distrust_is_agreed(void *ssl)
{
    return ssl && SSL_is_init_finished(ssl);
}
