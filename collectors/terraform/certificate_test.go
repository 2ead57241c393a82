package terraform

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"
)

// ownCertificate is a certificate that ends on 2030-01-02, as JSON of its PEM.
func ownCertificate(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "own.example.org"}, NotAfter: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestCertificates reads certificates that are brought along, and what cannot be said of others.
func TestCertificates(t *testing.T) {
	own := ownCertificate(t)
	s := written(t, made(strings.ReplaceAll(`
aws_acm_certificate.own | {"certificate_body": OWN} | {"domain_name": true, "key_algorithm": true, "not_after": true, "status": true, "type": true} | {"certificate_body": {}}
aws_lb_listener.l | {"port": 443, "protocol": "HTTPS"} | {"certificate_arn": true, "load_balancer_arn": true} | {"certificate_arn": {"references": ["aws_acm_certificate.own.arn", "aws_acm_certificate.own"]}, "load_balancer_arn": {"references": ["var.x"]}}
aws_acm_certificate.later | {} | {"certificate_body": true, "domain_name": true, "key_algorithm": true, "not_after": true, "status": true, "type": true} | {"certificate_body": {"references": ["tls_self_signed_cert.x.cert_pem"]}}
aws_acm_certificate.broken | {"certificate_body": "nonsense"} | {"domain_name": true, "key_algorithm": true, "not_after": true, "status": true, "type": true} | {"certificate_body": {}}
aws_acm_certificate.asked | {"domain_name": "asked.example.org"} | {"key_algorithm": true, "not_after": true, "status": true, "type": true} | {"domain_name": {}}
aws_acm_certificate_validation.asked | {} | {"certificate_arn": true} | {"certificate_arn": {"references": ["aws_acm_certificate.asked.arn", "aws_acm_certificate.asked"]}}
aws_cloudfront_distribution.d | {"enabled": true, "viewer_certificate": [{}]} | {"viewer_certificate": [{"acm_certificate_arn": true}]} | {"viewer_certificate": [{"acm_certificate_arn": {"references": ["aws_acm_certificate_validation.asked.certificate_arn", "aws_acm_certificate_validation.asked"]}}]}
aws_acm_certificate.within | {"domain_name": "w.example.org", "certificate_authority_arn": "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/a"} | {"key_algorithm": true, "not_after": true, "status": true, "type": true} | {"domain_name": {}, "certificate_authority_arn": {}}
aws_iam_server_certificate.own | {"name": "own", "certificate_body": OWN} | {"expiration": true, "upload_date": true} | {"certificate_body": {}}
aws_iam_server_certificate.later | {"name": "later"} | {"certificate_body": true, "expiration": true, "upload_date": true} | {"certificate_body": {"references": ["local.x"]}}
`, "OWN", own)))
	facts(t, s, `
aws_acm_certificate.own name "own.example.org"
aws_acm_certificate.own type "IMPORTED"
aws_acm_certificate.own expires "2030-01-02T03:04:05Z"
aws_acm_certificate.own key_type "EC_prime256v1"
aws_acm_certificate.own renewals false
aws_acm_certificate.own in_use true
aws_acm_certificate.later type gap after_apply
aws_acm_certificate.later expires gap after_apply
aws_acm_certificate.later key_type gap after_apply
aws_acm_certificate.broken type "IMPORTED"
aws_acm_certificate.broken expires gap after_apply
aws_acm_certificate.broken key_type gap after_apply
aws_acm_certificate.asked type "AMAZON_ISSUED"
aws_acm_certificate.asked key_type "RSA_2048"
aws_acm_certificate.asked in_use true
aws_acm_certificate.within type "PRIVATE"
aws_acm_certificate.within in_use gap outside_plan
aws_iam_server_certificate.own expires "2030-01-02T03:04:05Z"
aws_iam_server_certificate.own path "/"
aws_iam_server_certificate.own uploaded gap after_apply
aws_iam_server_certificate.later expires gap after_apply
`)
	for action, want := range map[string]string{
		"no-op":  `"2031-01-01T00:00:00Z"`, // what AWS said
		"update": `"2030-01-02T03:04:05Z"`, // what the new text says
	} {
		s := written(t, strings.ReplaceAll(made(`aws_acm_certificate.c | {"certificate_body": `+own+`, "not_after": "2031-01-01T00:00:00Z", "status": "ISSUED", "type": "IMPORTED", "renewal_eligibility": "INELIGIBLE"} | {} | {"certificate_body": {}}`),
			`"create"`, `"`+action+`"`))
		facts(t, s, "aws_acm_certificate.c expires "+want+"\naws_acm_certificate.c in_use gap outside_plan")
	}
}
