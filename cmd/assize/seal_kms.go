package main

import (
	"context"
	"errors"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/internal/sign"
	"github.com/assize/assize/internal/sign/kms"
)

// kmsPrefix stands before the name of a key that AWS KMS keeps.
const kmsPrefix = "awskms:"

// kmsKey finds the key in AWS KMS, and the certificate that was issued for it.
func (a *app) kmsKey(ctx context.Context, s config.Sign) (*sign.Key, error) {
	switch {
	case a.offline:
		return nil, &collectors.UsageError{Err: errors.New("AWS KMS is asked over the network, and --offline forbids it"), Hint: "leave --offline out, or sign with a key in a file"}
	case s.Certificate == "":
		return nil, &collectors.UsageError{Err: errors.New("AWS KMS keeps no certificate of a key"), Hint: "name the one that was issued for the key's public key with --cert FILE (report.sign.cert)"}
	case s.Password != "":
		return nil, &collectors.UsageError{Err: errors.New("a key of AWS KMS has no password"), Hint: "leave --sign-password (report.sign.password) out"}
	}
	certificates, err := sign.LoadCertificates(s.Certificate)
	if err != nil {
		return nil, err
	}
	signer, err := kms.Open(ctx, strings.TrimPrefix(s.Key, kmsPrefix))
	if err != nil {
		return nil, err
	}
	return sign.KeyWith(signer, certificates, sign.Scheme(s.Scheme))
}
