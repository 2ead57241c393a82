package terraform

import (
	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func (v *visit) machine(i *instance) error {
	p := &partial{estate: v.estate}
	options := i.at("metadata_options")
	facts := kinds.Instance{
		Type: p.text(i.at("instance_type"), "type"), Profile: p.refer(i.at("iam_instance_profile"), "profile", "aws_iam_instance_profile"),
		SecurityGroups:     p.words(i.at("vpc_security_group_ids"), "security_groups", groupTypes...),
		DetailedMonitoring: p.flag(i.at("monitoring"), "detailed_monitoring", false),
	}
	p.later(i, "when it was started", "launched")
	p.later(i, "the network", "vpc")
	state, known := i.at("instance_state").text()
	if facts.State = state; !known {
		p.later(i, "the state", "state")
	}
	if groups := i.at("vpc_security_group_ids"); groups.unset() && groups.open() {
		p.later(i, "the default security group", "security_groups")
	}
	address := i.at("public_ip")
	if public, ok := i.at("associate_public_ip_address").boolean(); ok && !public && !i.exists() {
		address = value{}
	}
	if s, ok := address.text(); ok && s != "" {
		facts.PublicAddress = &s
	} else if address.open() {
		p.unread(address, "public_address")
	}
	// What nobody sets, the image and the account decide.
	metadata := func(name, place string) value {
		is := options.at(0, name)
		if options.count() == 0 || is.null() {
			p.later(i, "what the image and the account decide", "metadata."+place)
		}
		return is
	}
	endpoint, _ := p.set(metadata("http_endpoint", "enabled"), "metadata.enabled").text()
	facts.Metadata.Enabled = endpoint == "enabled"
	facts.Metadata.Tokens, _ = p.set(metadata("http_tokens", "tokens"), "metadata.tokens").text()
	facts.Metadata.Hops, _ = p.set(metadata("http_put_response_hop_limit", "hops"), "metadata.hops").number()
	name := p.tags(i)["Name"]
	return v.emit("aws.ec2.instance", i, name, facts, p)
}

// set is v; when it is not known, the fact has a gap.
func (p *partial) set(v value, place string) value {
	if v.open() || v.secret() {
		p.unread(v, place)
	}
	return v
}

// volume reads a volume. An account can have all volumes encrypted, whatever is asked for.
func (v *visit) volume(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Volume{Type: "gp2", KMSKey: p.refer(i.at("kms_key_id"), "kms_key", keyTypes...)}
	if typ := p.textOrNull(i.at("type"), "type"); typ != nil {
		facts.Type = *typ
	}
	if size := i.at("size"); size.unset() {
		p.later(i, "the size", "gib")
	} else if n := p.whole(size, "gib"); n != nil {
		facts.GiB = *n
	}
	p.later(i, "when it was made", "created")
	facts.Encrypted = p.flag(i.at("encrypted"), "encrypted", false)
	if !facts.Encrypted && !i.exists() {
		p.gap("encrypted", collectors.OutsidePlan, "the account may have all volumes encrypted", i.address)
		p.gap("kms_key", collectors.OutsidePlan, "the account may have all volumes encrypted", i.address)
	}
	sure, doubtful := v.children(i, "aws_volume_attachment.volume_id")
	if facts.Attached = len(sure) > 0; !facts.Attached && (len(doubtful) > 0 || i.exists()) {
		p.later(i, "what has the volume", "attached")
	}
	return v.emit("aws.ec2.volume", i, "", facts, p)
}

func (v *visit) network(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.VPC{CIDR: p.text(i.at("cidr_block"), "cidr"), Default: i.typ == "aws_default_vpc"}
	sure, doubtful := v.children(i, "aws_flow_log.vpc_id")
	for n, log := range sure {
		facts.FlowLogs = append(facts.FlowLogs, kinds.FlowLog{
			ID: log.address, Status: "ACTIVE", Traffic: p.text(log.at("traffic_type"), element("flow_logs", n, "traffic")),
		})
		where := log.at("log_destination")
		if name := log.at("log_group_name"); where.unset() && !name.unset() {
			where = name
		}
		if to := p.refer(where, element("flow_logs", n, "destination"), "aws_cloudwatch_log_group", "aws_kinesis_firehose_delivery_stream", "aws_s3_bucket"); to != nil {
			facts.FlowLogs[n].Destination = *to
		}
	}
	if len(doubtful) > 0 {
		p.doubt(doubtful[0], "flow_logs")
	} else if i.exists() && len(sure) == 0 {
		p.later(i, "which flow logs there are", "flow_logs")
	}
	return v.emit("aws.ec2.vpc", i, p.tags(i)["Name"], facts, p)
}
