package terraform

import (
	"encoding/json"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func (v *visit) topic(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Topic{KMSKey: p.refer(i.at("kms_master_key_id"), "kms_key", keyTypes...)}
	v.ownPolicy(p, i, "aws_sns_topic_policy.arn", &facts.Policy)
	sure, doubtful := v.children(i, "aws_sns_topic_subscription.topic_arn")
	for _, s := range sure {
		pending, known := s.at("pending_confirmation").boolean()
		switch protocol, _ := s.at("protocol").text(); protocol {
		case "application", "firehose", "lambda", "sms", "sqs": // nobody has to say yes
			pending, known = false, true
		case "email", "email-json", "http", "https":
			pending = pending || !known
		default:
			p.unread(s.at("protocol"), "confirmed", "pending")
		}
		if pending {
			facts.Pending++
		} else {
			facts.Confirmed++
		}
	}
	if len(doubtful) > 0 {
		p.doubt(doubtful[0], "confirmed", "pending")
	}
	if i.exists() {
		p.later(i, "who else is subscribed", "confirmed", "pending")
	}
	name, _ := i.at("name").text()
	return v.emit("aws.sns.topic", i, name, facts, p)
}

func (v *visit) queue(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Queue{KMSKey: p.refer(i.at("kms_master_key_id"), "kms_key", keyTypes...)}
	sure, doubtful := v.children(i, "aws_sqs_queue_policy.queue_url")
	switch {
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "policy")
	case len(sure) > 0:
		facts.Policy = p.document(sure[0].at("policy"), "policy")
	default: // without a policy a queue is its account's
		facts.Policy = p.document(i.at("policy"), "policy")
	}
	// New queues have a key of SQS since October 2022. Source: Amazon SQS Developer Guide, Encryption at rest.
	facts.Encrypted = facts.KMSKey != nil || p.flag(i.at("sqs_managed_sse_enabled"), "encrypted", true)
	redrive := i.at("redrive_policy")
	sure, doubtful = v.children(i, "aws_sqs_queue_redrive_policy.queue_url")
	if len(sure) > 0 {
		redrive = sure[0].at("redrive_policy")
	}
	var to struct {
		Queue string `json:"deadLetterTargetArn"`
	}
	switch text, known := redrive.text(); {
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "dead_letter")
	case known && text != "":
		if err := json.Unmarshal([]byte(text), &to); err != nil || to.Queue == "" {
			p.gap("dead_letter", collectors.Failed, "the redrive policy names no queue", i.address)
		}
		facts.DeadLetter = &to.Queue
	case !redrive.unset():
		facts.DeadLetter = p.refer(redrive, "dead_letter", "aws_sqs_queue")
	}
	name, _ := i.at("name").text()
	return v.emit("aws.sqs.queue", i, name, facts, p)
}

func (v *visit) secret(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Secret{KMSKey: p.refer(i.at("kms_key_id"), "kms_key", keyTypes...)}
	p.later(i, "when it was made", "created")
	if i.exists() {
		p.later(i, "when it was used and changed", "accessed", "changed")
	}
	sure, doubtful := v.children(i, "aws_secretsmanager_secret_rotation.secret_id")
	switch {
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "rotation", "rotation_days")
	case len(sure) > 0:
		facts.Rotation = true
		rules := sure[0].at("rotation_rules", 0)
		if facts.RotationDays = positive(p.whole(rules.at("automatically_after_days"), "rotation_days")); facts.RotationDays == nil {
			p.later(i, "what the schedule comes to in days", "rotation_days")
		}
	case i.exists():
		p.later(i, "whether it is replaced by itself", "rotation", "rotation_days")
	}
	sure, doubtful = v.children(i, "aws_secretsmanager_secret_policy.secret_arn")
	switch {
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "policy")
	case len(sure) > 0:
		facts.Policy = p.document(sure[0].at("policy"), "policy")
	default: // AWS writes none
		facts.Policy = p.document(i.at("policy"), "policy")
	}
	name, _ := i.at("name").text()
	return v.emit("aws.secretsmanager.secret", i, name, facts, p)
}

func (v *visit) logGroup(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.LogGroup{
		RetentionDays: positive(p.whole(i.at("retention_in_days"), "retention_days")), KMSKey: p.refer(i.at("kms_key_id"), "kms_key", keyTypes...),
	}
	if i.exists() {
		p.later(i, "how much it holds", "bytes")
	}
	name, _ := i.at("name").text()
	return v.emit("aws.logs.group", i, name, facts, p)
}

func (v *visit) trail(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Trail{
		HomeRegion: v.regionOf(i), MultiRegion: p.flag(i.at("is_multi_region_trail"), "multi_region", false),
		Organization: p.flag(i.at("is_organization_trail"), "organization", false), GlobalServices: p.flag(i.at("include_global_service_events"), "global_services", true),
		Logging: p.flag(i.at("enable_logging"), "logging", true), Validation: p.flag(i.at("enable_log_file_validation"), "validation", false),
		KMSKey:   p.refer(i.at("kms_key_id"), "kms_key", keyTypes...),
		LogGroup: p.refer(i.at("cloud_watch_logs_group_arn"), "log_group", "aws_cloudwatch_log_group"),
	}
	if facts.HomeRegion == "" {
		p.later(i, "the region", "home_region")
	}
	if to := p.refer(i.at("s3_bucket_name"), "bucket", "aws_s3_bucket"); to != nil {
		facts.Bucket = *to
	}
	if i.exists() {
		p.later(i, "whether delivery works", "delivery_error")
	}
	selectors, advanced := i.at("event_selector"), i.at("advanced_event_selector")
	switch {
	case advanced.count() > 0 || advanced.open():
		p.gap("management", collectors.Unsupported, "advanced event selectors are not read from a plan", i.address)
		p.gap("data", collectors.Unsupported, "advanced event selectors are not read from a plan", i.address)
	case selectors.open() || selectors.secret():
		p.unread(selectors, "management", "data")
	case selectors.count() == 0:
		facts.Management = kinds.Recorded{Reads: true, Writes: true}
	}
	p.selectors(selectors, &facts)
	name, _ := i.at("name").text()
	return v.emit("aws.cloudtrail.trail", i, name, facts, p)
}

// selectors adds what classic event selectors record.
func (p *partial) selectors(list value, facts *kinds.Trail) {
	for _, s := range list.items() {
		which, _ := s.at("read_write_type").text()
		reads, writes := which != "WriteOnly", which != "ReadOnly"
		if is, known := s.at("include_management_events").boolean(); is || !known {
			facts.Management.Reads, facts.Management.Writes = facts.Management.Reads || reads, facts.Management.Writes || writes
		}
		for _, d := range s.at("data_resource").items() {
			typ, _ := d.at("type").text()
			data := kinds.DataEvents{Type: typ, Reads: reads, Writes: writes}
			for _, arn := range p.list(d.at("values"), "data") {
				if strings.Count(arn, ":") == 2 { // "arn:aws:s3" is all of them
					arn = "*"
				}
				data.Resources = append(data.Resources, arn)
			}
			facts.Data = append(facts.Data, data)
		}
	}
}
