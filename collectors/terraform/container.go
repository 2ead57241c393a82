package terraform

import (
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// block is the one block of an attribute that is written as one, or nothing where there is none. Where it is not known whether there
// is one, the facts at places have a gap.
func (p *partial) block(i *instance, name string, places ...string) value {
	blocks := i.at(name).made()
	if blocks.unknown == true {
		p.undecided(blocks, places...)
	}
	return blocks.at(0)
}

// cluster reads a cluster of EKS. Source of the defaults: Amazon EKS API Reference, CreateCluster.
func (v *visit) cluster(i *instance) error {
	p := &partial{estate: v.estate}
	network := i.at("vpc_config", 0)
	facts := kinds.Cluster{
		PublicEndpoint:     p.flag(network.at("endpoint_public_access"), "public_endpoint", true),
		PrivateEndpoint:    p.flag(network.at("endpoint_private_access"), "private_endpoint", false),
		PublicCIDRs:        []string{"0.0.0.0/0"},
		Logs:               p.list(i.at("enabled_cluster_log_types"), "logs"),
		DeletionProtection: p.flag(i.at("deletion_protection"), "deletion_protection", false),
		Authentication:     "CONFIG_MAP", ExtendedSupport: true,
	}
	if from := network.at("public_access_cidrs"); !from.unset() {
		facts.PublicCIDRs = p.list(from, "public_cidrs")
	}
	if version := i.at("version"); version.unset() {
		p.later(i, "the version that AWS takes", "version")
	} else {
		facts.Version = p.text(version, "version")
	}
	p.gap("support_ends", collectors.OutsidePlan, "when AWS ends the support of a version does not stand in a plan", i.address)
	if mode := p.textOrNull(p.block(i, "access_config", "authentication").at("authentication_mode"), "authentication"); mode != nil {
		facts.Authentication = *mode
	}
	if support := p.textOrNull(p.block(i, "upgrade_policy", "extended_support").at("support_type"), "extended_support"); support != nil {
		facts.ExtendedSupport = *support == "EXTENDED"
	}
	encryption := p.block(i, "encryption_config", "secrets_key")
	if slices.Contains(p.list(encryption.at("resources"), "secrets_key"), "secrets") {
		facts.SecretsKey = p.refer(encryption.at("provider", 0, "key_arn"), "secrets_key", keyTypes...)
	}
	p.later(i, "the status", "status")
	name, _ := i.at("name").text()
	return v.emit("aws.eks.cluster", i, name, facts, p)
}

// images reads a repository of ECR. The registry can have all images looked through, whatever the repository says.
func (v *visit) images(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.ImageRepository{Scanned: p.flag(p.block(i, "image_scanning_configuration", "scanned").at("scan_on_push"), "scanned", false)}
	if mutability := p.textOrNull(i.at("image_tag_mutability"), "immutable"); mutability != nil {
		facts.Immutable = strings.HasPrefix(*mutability, "IMMUTABLE")
	}
	if !facts.Scanned {
		p.elsewhere(i, "what the registry looks through", "scanned")
	}
	encryption := p.block(i, "encryption_configuration", "kms_key")
	if typ := p.textOrNull(encryption.at("encryption_type"), "kms_key"); typ != nil && strings.HasPrefix(*typ, "KMS") {
		if facts.KMSKey = p.refer(encryption.at("kms_key"), "kms_key", keyTypes...); facts.KMSKey == nil {
			p.later(i, "the key that AWS manages", "kms_key")
		}
	}
	v.grantedPolicy(p, i, "aws_ecr_repository_policy.repository", &facts.Policy)
	sure, doubtful := v.children(i, "aws_ecr_lifecycle_policy.repository")
	switch {
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "expires")
	case len(sure) > 0:
		facts.Expires = true
	case i.exists():
		p.later(i, "whether old images are removed", "expires")
	}
	name, _ := i.at("name").text()
	return v.emit("aws.ecr.repository", i, name, facts, p)
}

// grantedPolicy reads the policy of a thing that has none but that of a companion.
func (v *visit) grantedPolicy(p *partial, i *instance, slot string, into *[]kinds.Statement) {
	sure, doubtful := v.children(i, slot)
	switch {
	case len(doubtful) > 0 || len(sure) > 1:
		p.doubt(append(doubtful, sure...)[0], "policy")
	case len(sure) == 1:
		*into = p.document(sure[0].at("policy"), "policy")
	case i.exists() && len(v.gone[[2]string{i.address, slot}]) == 0:
		p.later(i, "the policy", "policy")
	}
}

func (v *visit) bus(i *instance) error {
	p := &partial{estate: v.estate}
	var facts kinds.EventBus
	v.grantedPolicy(p, i, "aws_cloudwatch_event_bus_policy.event_bus_name", &facts.Policy)
	if sure, doubtful := v.children(i, "aws_cloudwatch_event_permission.event_bus_name"); len(sure)+len(doubtful) > 0 {
		one := append(sure, doubtful...)[0]
		p.gap("policy", collectors.Unsupported, one.address+" adds to it, which is not read from a plan", one.address)
	}
	name, _ := i.at("name").text()
	return v.emit("aws.events.bus", i, name, facts, p)
}

// endpoint reads an endpoint of a network. Without a policy AWS writes one that allows everything.
func (v *visit) endpoint(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Endpoint{Service: p.text(i.at("service_name"), "service"), Type: "Gateway"}
	if vpc := p.refer(i.at("vpc_id"), "vpc", "aws_default_vpc", "aws_vpc"); vpc != nil {
		facts.VPC = *vpc
	}
	if typ := p.textOrNull(i.at("vpc_endpoint_type"), "type"); typ != nil {
		facts.Type = *typ
	}
	p.later(i, "the state", "state")
	v.ownPolicy(p, i, "aws_vpc_endpoint_policy.vpc_endpoint_id", &facts.Policy)
	return v.emit("aws.ec2.endpoint", i, p.tags(i)["Name"], facts, p)
}
