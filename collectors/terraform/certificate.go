package terraform

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"time"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// certificate reads a certificate of ACM. What AWS issues has its status and its last day when it is issued; one that is brought
// along says both, and the key, in its own text.
func (v *visit) certificate(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Certificate{Type: "AMAZON_ISSUED", InUse: v.usesCertificate(i)}
	authority := i.at("certificate_authority_arn")
	own, brought := p.brought(i, "type", "expires", "key_type", "domain", "renewals")
	switch is, known := i.at("type").text(); {
	case known && is != "":
		facts.Type = is
	case brought:
		facts.Type = "IMPORTED"
	case p.textOrNull(authority, "type") != nil:
		facts.Type = "PRIVATE"
	}
	p.validity(i, own, "not_after", &facts.Expires)
	switch algorithm, known := i.at("key_algorithm").text(); {
	case own != nil:
		facts.KeyType = keyType(own)
	case known && algorithm != "":
		facts.KeyType = algorithm
	case !brought && i.at("key_algorithm").unset() && !p.gapped("type"):
		facts.KeyType = "RSA_2048" // Source: ACM API Reference, RequestCertificate.
	default:
		p.later(i, "the key", "key_type")
	}
	if facts.Domain = p.text(i.at("domain_name"), "domain"); own != nil && i.at("domain_name").open() {
		facts.Domain = own.Subject.CommonName
	}
	if status, known := i.at("status").text(); known && !i.changes() {
		facts.Status = status
	} else {
		p.later(i, "the status", "status")
	}
	if eligible, known := i.at("renewal_eligibility").text(); known && !i.changes() {
		facts.Renewals = eligible == "ELIGIBLE"
	} else if facts.Type != "IMPORTED" {
		p.later(i, "whether AWS renews it", "renewals")
	}
	if !facts.InUse {
		p.elsewhere(i, "what else may use the certificate", "in_use")
	}
	return v.emit("aws.acm.certificate", i, facts.Domain, facts, p)
}

// serverCertificate reads a certificate that is uploaded to IAM.
func (v *visit) serverCertificate(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.ServerCertificate{Path: "/"}
	if path := p.textOrNull(i.at("path"), "path"); path != nil {
		facts.Path = *path
	}
	if date, known := i.at("upload_date").text(); known && date != "" {
		facts.Uploaded = moment(date)
	}
	if facts.Uploaded == nil {
		p.later(i, "when it was uploaded", "uploaded")
	}
	own, _ := p.brought(i, "expires")
	p.validity(i, own, "expiration", &facts.Expires)
	name, _ := i.at("name").text()
	return v.emit("aws.iam.server_certificate", i, name, facts, p)
}

// brought is the certificate that a resource brings along as text; is says that it brings one, readable or not. Where that is not
// known, or not to be read, the facts at places have a gap, but for those that have one already.
func (p *partial) brought(i *instance, places ...string) (own *x509.Certificate, is bool) {
	body := i.at("certificate_body")
	text, known := body.text()
	switch {
	case known && text != "":
		block, _ := pem.Decode([]byte(text))
		if block == nil {
			return nil, true
		}
		own, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, true
		}
		return own, true
	case !known && !body.unset():
		p.unread(body, places...)
		return nil, true
	}
	return nil, false
}

// validity is the last day of a certificate: what AWS said of one that stays as it is, else what its text says.
func (p *partial) validity(i *instance, own *x509.Certificate, attribute string, into **string) {
	said, known := i.at(attribute).text()
	switch {
	case p.gapped("expires"):
	case known && (own == nil || !i.changes()) && (!i.changes() || said != ""):
		if *into = moment(said); *into == nil && said != "" {
			p.unread(i.at(attribute), "expires")
		}
	case own != nil:
		day := own.NotAfter.UTC().Format(time.RFC3339)
		*into = &day
	default:
		p.later(i, "the last day", "expires")
	}
}

// moment is a time as the live collector writes it, or nil for what is none.
func moment(text string) *string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil
	}
	out := at.UTC().Format(time.RFC3339)
	return &out
}

// keyType is the name that ACM has for a key. Source: ACM API Reference, CertificateDetail.
func keyType(c *x509.Certificate) string {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA_%d", key.N.BitLen())
	case *ecdsa.PublicKey:
		if name, known := map[int]string{256: "EC_prime256v1", 384: "EC_secp384r1", 521: "EC_secp521r1"}[key.Curve.Params().BitSize]; known {
			return name
		}
	}
	return c.PublicKeyAlgorithm.String()
}

// certificateUsers are the attributes that name a certificate of ACM which their owner then uses. Source: ACM API Reference,
// CertificateDetail, InUseBy, and the provider's documentation.
var certificateUsers = []user{
	{"aws_alb_listener", []any{"certificate_arn"}},
	{"aws_api_gateway_domain_name", []any{"certificate_arn"}},
	{"aws_api_gateway_domain_name", []any{"regional_certificate_arn"}},
	{"aws_apigatewayv2_domain_name", []any{"domain_name_configuration", 0, "certificate_arn"}},
	{"aws_cloudfront_distribution", []any{"viewer_certificate", 0, "acm_certificate_arn"}},
	{"aws_lb_listener", []any{"certificate_arn"}},
	{"aws_lb_listener_certificate", []any{"certificate_arn"}},
}

// usesCertificate says that something in the plan uses a certificate, by itself or once it is validated.
func (v *visit) usesCertificate(c *instance) bool {
	return v.used("certificates", certificateUsers, func(is value) *instance {
		target := v.thing(is, []string{"arn", "id", "certificate_arn"}, "aws_acm_certificate", "aws_acm_certificate_validation")
		if target != nil && target.typ == "aws_acm_certificate_validation" {
			target = v.thing(target.at("certificate_arn"), []string{"arn", "id"}, "aws_acm_certificate")
		}
		return target
	})[c]
}
