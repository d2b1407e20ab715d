package cli

// zmqlint keygen makes and shows the key pairs of CURVE. zmqsafe/certs has what
// is in it; neither needs libzmq.
//
// The secret goes to its file, or to stdout when -env asks for it, and nowhere
// else.

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

const keygenUsage = `Usage:
  zmqlint keygen -o FILE [-name KEY=VALUE]... [-force] [-env]
  zmqlint keygen -env
  zmqlint keygen -show FILE [-env] [-public-only [-o FILE]]

Makes a key pair for CURVE and writes FILE, the public certificate to hand out,
and FILE_secret, which stays where it is, with mode 0600. CZMQ and pyzmq read
both. Standard output gets the public key.

Flags:
`

const keygenExitCodes = `
Exit codes:
  0  done
  2  wrong usage, or a file that cannot be read, or is there already
`

// The variables that -env prints.
const (
	publicVariable = "ZMQ_PUBLIC_KEY"
	secretVariable = "ZMQ_SECRET_KEY"
)

type keygenOptions struct {
	out, show              string
	publicOnly, env, force bool
	metadata               metadataFlag
}

func (opt *keygenOptions) flagSet() *flag.FlagSet {
	fs := flag.NewFlagSet("zmqlint keygen", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // keygen reports the errors
	fs.StringVar(&opt.out, "o", "", "write the pair to `file` and file_secret")
	fs.Var(&opt.metadata, "name", "metadata for both files, as `key=value`; may be repeated")
	fs.BoolVar(&opt.force, "force", false, "replace what is there; a secret key that is replaced is lost")
	fs.BoolVar(&opt.env, "env", false, "print the keys as settings of "+publicVariable+" and\n"+secretVariable+" for a shell, in place of the public key")
	fs.StringVar(&opt.show, "show", "", "print the public key in a certificate `file` instead of making one")
	fs.BoolVar(&opt.publicOnly, "public-only", false, "leave the secret of -show out: from -env, and from -o, which\nwrites the public certificate again")
	return fs
}

// keygen runs the subcommand.
func (c *command) keygen(args []string) int {
	opt := new(keygenOptions)
	fs := opt.flagSet()
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(c.stdio.Out, keygenUsage)
		fs.SetOutput(c.stdio.Out)
		fs.PrintDefaults()
		fmt.Fprint(c.stdio.Out, keygenExitCodes)
		return exitClean
	} else if err != nil {
		return c.fail(fmt.Errorf("%w (zmqlint keygen -h lists the flags)", err))
	}
	if fs.NArg() > 0 {
		return c.fail(errors.New("keygen takes flags only; -o names the file"))
	}
	if err := opt.check(); err != nil {
		return c.fail(err)
	}
	cert, err := c.keygenCert(opt)
	if err == nil {
		err = c.keygenSave(opt, cert)
	}
	if err != nil {
		return c.fail(explainExists(err))
	}
	c.keygenPrint(opt, cert)
	return exitClean
}

// check refuses what makes no sense together, and what would lose or spread a
// secret.
func (opt *keygenOptions) check() error {
	switch {
	case opt.out == "" && opt.show == "" && !opt.env:
		return errors.New("keygen needs -o FILE, -env or -show FILE (zmqlint keygen -h describes them)")
	case opt.force && opt.out == "":
		return errors.New("-force needs -o")
	case opt.metadata.Metadata != nil && (opt.out == "" || opt.show != ""):
		return errors.New("-name is for a new pair that -o writes")
	case opt.publicOnly && opt.show == "":
		return errors.New("-public-only needs -show FILE: a new pair without its secret is of no use")
	case opt.show != "" && opt.out != "" && !opt.publicOnly:
		return errors.New("-show with -o needs -public-only: a secret key is made where it is used, and not copied")
	}
	return nil
}

// keygenCert reads the certificate to show, or makes one.
func (c *command) keygenCert(opt *keygenOptions) (certs.Certificate, error) {
	if opt.show == "" {
		cert, err := certs.New()
		cert.Metadata = opt.metadata.Metadata
		return cert, err
	}
	cert, err := certs.LoadFile(c.place(opt.show))
	if err == nil && opt.env && !opt.publicOnly && cert.Secret.IsZero() {
		err = fmt.Errorf("%s: %w: show %s, or add -public-only", opt.show, certs.ErrNoSecret, opt.show+certs.SecretSuffix)
	}
	return cert, err
}

// keygenSave writes what -o asks for.
func (c *command) keygenSave(opt *keygenOptions, cert certs.Certificate) error {
	if opt.out == "" {
		return nil
	}
	save := certs.Certificate.Save
	switch {
	case opt.publicOnly && opt.force:
		save = certs.Certificate.ReplacePublic
	case opt.publicOnly:
		save = certs.Certificate.SavePublic
	case opt.force:
		save = certs.Certificate.Replace
	}
	return save(cert, c.place(opt.out))
}

// keygenPrint prints the keys, and says on stderr what there is.
func (c *command) keygenPrint(opt *keygenOptions, cert certs.Certificate) {
	if opt.env {
		fmt.Fprintf(c.stdio.Out, "%s='%s'\n", publicVariable, cert.Public.Z85()) // Z85 has no quotation marks
		if !opt.publicOnly {
			fmt.Fprintf(c.stdio.Out, "%s='%s'\n", secretVariable, cert.Secret.Z85())
			if isTerminal(c.stdio.Out) {
				c.logf("the secret key is on the screen now, and in what the terminal keeps of it")
			}
		}
	} else {
		fmt.Fprintln(c.stdio.Out, cert.Public)
	}
	switch {
	case opt.publicOnly && opt.out != "":
		c.logf("wrote %s", opt.out)
	case opt.out != "":
		c.logf("wrote %s, to hand out, and %s, which nobody else may read", opt.out, opt.out+certs.SecretSuffix)
	case opt.show != "":
		c.logf("%s: %s", opt.show, describe(cert))
	}
}

// describe says what a certificate holds.
func describe(cert certs.Certificate) string {
	text := "a public key"
	if !cert.Secret.IsZero() {
		text = "a public key and its secret key"
	}
	for _, f := range cert.Metadata {
		text += fmt.Sprintf(", %s = %q", f.Name, f.Value)
	}
	return text
}

// explainExists says how a file that is there can be replaced.
func explainExists(err error) error {
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%w (-force replaces it)", err)
	}
	return err
}

// place is where a file named on the command line is. It stays the name that
// was given where the process is in the directory of the command, as messages
// about the file should be in the user's terms.
func (c *command) place(file string) string {
	if dir, err := os.Getwd(); err == nil && dir == c.dir {
		return file
	}
	return c.absolute(file)
}

// metadataFlag is a flag that takes key=value and may be repeated.
type metadataFlag struct{ certs.Metadata }

func (m *metadataFlag) String() string { return "" }

func (m *metadataFlag) Set(text string) error {
	key, value, found := strings.Cut(text, "=")
	if !found {
		return errors.New("want KEY=VALUE")
	}
	return m.Metadata.Set(key, value)
}
