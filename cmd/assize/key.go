package main

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/sign"
)

func (a *app) keyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Make a key to try the seal out with; how a signer is asked",
		Long: "Reports are sealed with a key in a file (--sign FILE: PEM, or PKCS #12), with one that AWS KMS keeps (--sign awskms:KEY,\n" +
			"by id, ARN or alias/NAME; --cert names the certificate that was issued for it) or with a signer (--sign \"exec:PROGRAM\n" +
			"ARGUMENTS\", or --sign 'exec:[\"PROGRAM\", \"AN ARGUMENT\"]').\n\n" + sign.Protocol + "\n\nExit codes: 0 done · 2 usage.",
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.keyNewCommand())
	return cmd
}

func (a *app) keyNewCommand() *cobra.Command {
	var dir, name string
	var rsa bool
	cmd := &cobra.Command{
		Use:   "new --out DIR",
		Short: "Write DIR/key.pem and DIR/cert.pem",
		Long: "Makes a private key and a certificate that it signs itself, valid for a year. Seal with \"--sign DIR/key.pem --cert\n" +
			"DIR/cert.pem\", and verify with \"assize verify --trust DIR/cert.pem\".\n\n" +
			"Such a key proves nothing about who holds it: whoever gets DIR/cert.pem must know from you that it is yours. For reports that\n" +
			"strangers rely on, use a certificate of an authority that they trust. No file is ever replaced.\n\n" +
			"Exit codes: 0 done · 2 usage, or a file exists.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if dir == "" {
				return &collectors.UsageError{Err: errors.New("--out is missing"), Hint: "name a folder that only you may read, for example --out k"}
			}
			return a.writeKey(dir, sign.Template{Name: cmp.Or(name, "Assize report (self-signed)"), RSA: rsa, At: a.now()})
		},
	}
	cmd.Flags().StringVar(&dir, "out", "", "`folder` for the two files; it is made when it is not there")
	cmd.Flags().StringVar(&name, "name", "", "`name` in the certificate")
	cmd.Flags().BoolVar(&rsa, "rsa", false, "RSA of 3072 bits in place of an elliptic curve (P-256)")
	return cmd
}

// writeKey writes both files, or none.
func (a *app) writeKey(dir string, t sign.Template) error {
	key, certificate, err := sign.NewKey(rand.Reader, t)
	if err != nil {
		return err
	}
	defer clear(key)
	hint := "choose another folder with --out: a key is never replaced"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &collectors.UsageError{Err: fmt.Errorf("make a key: %w", err), Hint: "choose a folder that you may write to"}
	}
	var written []string
	for _, file := range []struct {
		name string
		text []byte
		mode os.FileMode
	}{{"key.pem", key, 0o600}, {"cert.pem", certificate, 0o644}} {
		path := filepath.Join(dir, file.name)
		if err := writeNew(path, file.text, file.mode); err != nil {
			for _, before := range written {
				err = errors.Join(err, os.Remove(before))
			}
			return &collectors.UsageError{Err: fmt.Errorf("make a key: %w", err), Hint: hint}
		}
		written = append(written, path)
	}
	fmt.Fprintf(a.stdout, "%s  the private key: keep it to yourself\n%s  its certificate: give it to those who verify\n\n"+
		"This key is for trying things out: it proves nothing about who you are.\n", terminalSafe(written[0]), terminalSafe(written[1]))
	return nil
}

// writeNew writes a file that is not there yet, and leaves none that is not whole.
func writeNew(path string, text []byte, mode os.FileMode) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
