// What CZMQ does with certificate files, for the tests beside this folder.
//
//   zcert save FILE PUBLIC SECRET [NAME=VALUE ...]
//   zcert load FILE...    prints for each: public key, secret key, metadata
//   zcert store DIR KEY   tells whether the store in DIR knows the public key
#include <czmq.h>

static int save (int argc, char **argv)
{
    byte public_key [32], secret_key [32];
    if (argc < 5 || !zmq_z85_decode (public_key, argv [3]) || !zmq_z85_decode (secret_key, argv [4]))
        return 2;
    zcert_t *cert = zcert_new_from (public_key, secret_key);
    for (int i = 5; i < argc; i++) {
        char *value = strchr (argv [i], '=');
        if (!value)
            return 2;
        *value++ = 0;
        zcert_set_meta (cert, argv [i], "%s", value);
    }
    int rc = zcert_save (cert, argv [2]);
    zcert_destroy (&cert);
    return rc != 0;
}

static void load (const char *file)
{
    zcert_t *cert = zcert_load (file);
    if (!cert) {
        printf ("%s\nrefused\n", file);
        return;
    }
    printf ("%s\n%s\n%s\n", file, zcert_public_txt (cert), zcert_secret_txt (cert));
    zlist_t *keys = zcert_meta_keys (cert);
    zlist_sort (keys, NULL);
    for (char *key = (char *) zlist_first (keys); key; key = (char *) zlist_next (keys))
        printf ("%s=%s\n", key, zcert_meta (cert, key));
    zlist_destroy (&keys);
    zcert_destroy (&cert);
}

int main (int argc, char **argv)
{
    if (argc < 3)
        return 2;
    if (streq (argv [1], "save"))
        return save (argc, argv);
    if (streq (argv [1], "load")) {
        for (int i = 2; i < argc; i++) {
            load (argv [i]);
            puts ("");
        }
        return 0;
    }
    if (streq (argv [1], "store") && argc == 4) {
        zcertstore_t *store = zcertstore_new (argv [2]);
        puts (zcertstore_lookup (store, argv [3])? "known": "unknown");
        zcertstore_destroy (&store);
        return 0;
    }
    return 2;
}
