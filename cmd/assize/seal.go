package main

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/internal/sign"
	"github.com/assize/assize/reports"
)

// passwordVariable is where a key's password may stand, so that it never does on a command line.
const passwordVariable = "ASSIZE_SIGN_PASSWORD"

// sealFlags say how reports are sealed; what a flag does not say, assize.yaml does under report: sign:.
type sealFlags struct {
	key, certificate, password string
	scheme                     string
	tsa, tsaRoots              string
	revocation                 []string
}

func (f *sealFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.key, "sign", "", "seal the PDF, and sign every other file, with the key in `FILE` (PEM or PKCS #12), with \"awskms:KEY\" (id, ARN or alias/NAME of AWS KMS), or with the program in \"exec:PROGRAM ARGUMENTS\"")
	flags.StringVar(&f.certificate, "cert", "", "PEM `file` with the key's certificate and those above it, when they are not in the key's file")
	flags.StringVar(&f.password, "sign-password", "", "`file` of yours alone with the key's password (else "+passwordVariable+", else the terminal asks)")
	flags.StringVar(&f.scheme, "sign-scheme", "", "how the key signs: for RSA `"+string(sign.RSAPKCS1SHA256)+"`, which all readers know, or "+string(sign.RSAPSSSHA256)+" (default: the usual way of the key)")
	flags.StringVar(&f.tsa, "tsa", "", "`URL` of a timestamp authority (RFC 3161) that says when the seal was made")
	flags.StringVar(&f.tsaRoots, "tsa-trust", "", "PEM `file` with the roots that vouch for the timestamp authority")
	flags.StringArrayVar(&f.revocation, "revocation", nil, "`file` with a revocation list or an OCSP response of an issuer of the certificate, for the PDF to carry (repeatable)")
}

// A sealer seals PDFs and signs other files; nil leaves them as they are.
type sealer struct {
	key *sign.Key
	tsa *sign.TSA
	app *app
	// revocation is what PDFs carry for those who verify them.
	revocation sign.Revocation
	// rehearsed is a timestamp of the trial.
	rehearsed *sign.Stamp
	// failed is why a seal could not be made. It is not tried again for another file: a wrong PIN locks a card, and an
	// authority that is down lets each wait.
	failed error
}

// sealer opens the key and tries it, and the timestamp authority, before anything is visited, so that a mistake costs
// nothing.
func (f sealFlags) sealer(ctx context.Context, a *app, c *config.Config) (*sealer, error) {
	s, err := f.settings(c)
	if err != nil || s.Key == "" {
		return nil, err // most reports are not sealed
	}
	out := &sealer{app: a}
	args, err := program(s.Key)
	switch {
	case err != nil:
		return nil, err
	case args != nil:
		out.key, err = sign.Program{Args: args, Scheme: sign.Scheme(s.Scheme)}.Key(ctx)
	case strings.HasPrefix(s.Key, kmsPrefix):
		out.key, err = a.kmsKey(ctx, s)
	default:
		out.key, err = sign.OpenKey(sign.KeyFile{Path: s.Key, Certificates: s.Certificate, Scheme: sign.Scheme(s.Scheme), Password: func() ([]byte, error) { return password(ctx, s) }})
	}
	if err != nil {
		return nil, err
	}
	if err := out.key.UsableAt(a.now()); err != nil {
		return nil, err
	}
	if err := out.unrevoked(s.Revocation); err != nil {
		return nil, err
	}
	if s.TSA != "" {
		if out.tsa, err = a.authority(s); err != nil {
			return nil, err
		}
		if out.rehearsed, err = out.tsa.Stamp(ctx, []byte("assize: a trial timestamp, which says nothing\n")); err != nil {
			return nil, err
		}
	}
	return out, out.key.Try(ctx)
}

// unrevoked reads revocation data and holds the key's certificates against it: who was revoked cannot seal.
func (s *sealer) unrevoked(paths []string) (err error) {
	if s.revocation, err = sign.LoadRevocation(paths); err != nil || len(paths) == 0 {
		return err
	}
	undecided, err := s.key.Tell(s.revocation, s.app.now())
	for _, name := range undecided {
		fmt.Fprintf(s.app.stderr, "note: --revocation says nothing of the certificate of %s that holds today: get a newer list of who issued it\n", terminalSafe(name))
	}
	return err
}

// settings say how to seal: the whole from the flags, or from the configuration.
func (f sealFlags) settings(c *config.Config) (config.Sign, error) {
	if f.key != "" {
		return config.Sign{Key: f.key, Certificate: f.certificate, Password: f.password, Scheme: f.scheme, TSA: f.tsa, TSATrust: f.tsaRoots, Revocation: f.revocation}, nil
	}
	if f.certificate+f.password+f.scheme+f.tsa+f.tsaRoots != "" || f.revocation != nil {
		return config.Sign{}, &collectors.UsageError{Err: errors.New("--cert, --sign-password, --sign-scheme, --tsa, --tsa-trust and --revocation go with --sign"), Hint: "name the key with --sign"}
	}
	s := c.Report.Sign
	paths := []*string{&s.Certificate, &s.Password, &s.TSATrust}
	s.Revocation = slices.Clone(s.Revocation)
	for i := range s.Revocation {
		paths = append(paths, &s.Revocation[i])
	}
	what := ""
	switch {
	case strings.HasPrefix(s.Key, "exec:"):
		what = "a program"
	case strings.HasPrefix(s.Key, kmsPrefix):
		what = "a key of your AWS account"
	default:
		paths = append(paths, &s.Key)
	}
	if what != "" && c.Found() {
		return config.Sign{}, &collectors.UsageError{Err: fmt.Errorf("%s: report.sign names %s, and nobody named this configuration", c.Path(), what), Hint: "name it with --config if you trust it"}
	}
	for _, path := range paths {
		*path = c.Relative(*path)
	}
	return s, nil
}

// program is the program with its arguments that a key is used by, nil when it is a file. They are words with blanks
// between, or a JSON list.
func program(key string) ([]string, error) {
	text, found := strings.CutPrefix(key, "exec:")
	if !found {
		return nil, nil
	}
	args := strings.Fields(text)
	if strings.HasPrefix(text, "[") {
		args = nil
		if err := json.Unmarshal([]byte(text), &args); err != nil {
			return nil, &collectors.UsageError{Err: fmt.Errorf("the signer %s: %w", key, err), Hint: `write exec:PROGRAM ARGUMENTS, or exec:["PROGRAM", "AN ARGUMENT"]`}
		}
	}
	if len(args) == 0 {
		return nil, &collectors.UsageError{Err: errors.New("exec: names no program"), Hint: "write exec:PROGRAM ARGUMENTS"}
	}
	return args, nil
}

func (a *app) authority(s config.Sign) (*sign.TSA, error) {
	if a.offline {
		return nil, &collectors.UsageError{Err: errors.New("a timestamp authority is asked over the network, and --offline forbids it"), Hint: "leave --offline or --tsa out"}
	}
	if s.TSATrust == "" {
		return nil, &collectors.UsageError{Err: errors.New("nobody vouches for the timestamp authority"), Hint: "name the roots of its certificate with --tsa-trust FILE"}
	}
	roots, err := sign.LoadCertificates(s.TSATrust)
	if err != nil {
		return nil, err
	}
	return &sign.TSA{URL: s.TSA, Client: &http.Client{}, Roots: roots, Random: rand.Reader, Now: a.now}, nil
}

// password finds the key's password: in its file, in the environment, or at the terminal.
func password(ctx context.Context, s config.Sign) ([]byte, error) {
	if s.Password != "" {
		return sign.LoadPassword(s.Password)
	}
	if text, there := os.LookupEnv(passwordVariable); there {
		return []byte(text), nil
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		return secret(ctx, "password of the key "+terminalSafe(s.Key)+": ")
	}
	return nil, &collectors.UsageError{Err: errors.New("the key is encrypted, and no password was given"), Hint: "put it into a file and name that with --sign-password, or into the variable " + passwordVariable}
}

// A product is what the outputs are made from.
type product struct {
	snapshot   *collectors.Snapshot // nil when there are only findings
	assessment *engine.Assessment
	// evidence gathers what a PDF is written with.
	evidence func() (*audit.Bundle, error)
	sealer   *sealer
}

// writePDF writes a report with what it is made of, and seals it.
func (p product) writePDF(ctx context.Context, w io.Writer, bundle *audit.Bundle) error {
	made, err := reports.PDF{Layout: bundle.Layout, Attachments: bundle.Attachments}.Render(p.assessment)
	if err != nil {
		return err
	}
	data := made.Data
	if p.sealer != nil {
		if data, err = p.sealer.seal(ctx, made, p.assessment); err != nil {
			return err
		}
	}
	_, err = w.Write(data)
	return err
}

// seal returns the PDF with its seal.
func (s *sealer) seal(ctx context.Context, made *reports.Rendering, a *engine.Assessment) ([]byte, error) {
	return s.once(func() ([]byte, error) {
		return sign.Seal(ctx, made.Data, s.key, sign.Sealing{At: s.app.now().UTC(), Reason: "Audit report, run " + a.Run.ID, TSA: s.tsa, Rehearsed: s.rehearsed,
			Revocation: s.revocation, Page: made.SealPage, Rect: made.SealRect})
	})
}

// once signs, unless that has failed before.
func (s *sealer) once(signs func() ([]byte, error)) (out []byte, err error) {
	if s.failed != nil {
		return nil, errors.New("it is not sealed either")
	}
	out, s.failed = signs()
	return out, s.failed
}

// box is what the report says of the seal that it is about to get; nil for none.
func (s *sealer) box() *reports.SealBox {
	if s == nil {
		return nil
	}
	c := s.key.Certificate()
	return &reports.SealBox{Signer: sign.NameOf(c), Certificate: "sha256:" + sign.Fingerprint(c)}
}

// trusted reads certificates from files.
func trusted(paths []string) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for _, path := range paths {
		certificates, err := sign.LoadCertificates(path)
		if err != nil {
			return nil, err
		}
		out = append(out, certificates...)
	}
	return out, nil
}
