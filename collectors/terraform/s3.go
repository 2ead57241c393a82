package terraform

import (
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// A bucketReader puts one bucket together.
type bucketReader struct {
	*partial
	bucket *instance
	facts  *kinds.Bucket
}

func (v *visit) bucket(i *instance) error {
	r := &bucketReader{&partial{estate: v.estate}, i, &kinds.Bucket{}}
	for _, read := range []func(){
		r.versioning, r.encryption, r.publicAccessBlock, r.policy, r.ownership, r.access, r.logging, r.lifecycle, r.replication, r.objectLock,
	} {
		read()
	}
	name, _ := i.at("bucket").text()
	if i.exists() {
		r.gap("created", collectors.OutsidePlan, "neither a plan nor a state says when the bucket was made", i.address)
	}
	return v.emit("aws.s3.bucket", i, name, *r.facts, r.partial)
}

// companion is the resource aws_s3_bucket_NAME for the bucket. Settled is true when the fact has a gap already.
func (r *bucketReader) companion(name, fact string) (child *instance, settled bool) {
	sure, doubtful := r.estate.children(r.bucket, "aws_s3_bucket_"+name+".bucket")
	switch {
	case len(sure) > 1:
		r.gap(fact, collectors.AfterApply, "the plan sets it twice, and the order decides", sure[1].address)
		return nil, true
	case len(sure) == 1:
		return sure[0], false
	case len(doubtful) > 0:
		r.doubt(doubtful[0], fact)
		return nil, true
	}
	return nil, false
}

// own is what the bucket itself says, as it was written before version 4 of the provider, and as the provider reads it from
// buckets that exist. Ok is false when there is nothing: then the fact has its default, or a gap.
func (r *bucketReader) own(attribute, fact string) (v value, ok bool) {
	v = r.bucket.at(attribute)
	switch {
	case v.unmade():
		return v, false
	case v.unknown == true || v.secret():
		r.undecided(v, fact)
		return v, false
	}
	return v, true
}

// removed says that the plan deletes the resource aws_s3_bucket_NAME of the bucket, so that what the bucket says of it now
// holds no longer.
func (r *bucketReader) removed(name string) bool {
	return len(r.estate.gone[[2]string{r.bucket.address, "aws_s3_bucket_" + name + ".bucket"}]) > 0
}

func (r *bucketReader) versioning() {
	r.facts.Versioning = kinds.Versioning{Status: "never"}
	child, settled := r.companion("versioning", "versioning")
	if settled {
		return
	}
	if child != nil {
		block := child.at("versioning_configuration", 0)
		switch status := r.text(block.at("status"), "versioning.status"); status {
		case "Enabled", "Suspended":
			r.facts.Versioning.Status = strings.ToLower(status)
		}
		deletion := block.at("mfa_delete")
		is, known := deletion.text()
		if r.facts.Versioning.MFADelete = is == "Enabled"; !known && !(deletion.unset() && !r.bucket.exists()) && !deletion.null() {
			r.unread(deletion, "versioning.mfa_delete")
		}
		return
	}
	if r.removed("versioning") { // the provider cannot turn it off
		r.facts.Versioning.Status = "suspended"
		return
	}
	if own, ok := r.own("versioning", "versioning"); ok && own.count() > 0 {
		if r.flag(own.at(0, "enabled"), "versioning.status", false) {
			r.facts.Versioning.Status = "enabled"
		} else if r.bucket.exists() {
			r.gap("versioning.status", collectors.OutsidePlan, "a plan does not tell versioning that was never on from one that is suspended", r.bucket.address)
		}
		r.facts.Versioning.MFADelete = r.flag(own.at(0, "mfa_delete"), "versioning.mfa_delete", false)
	}
}

// encryption without a companion is what S3 does with every new bucket since January 2023: AES256.
// Source: Amazon S3 User Guide, Default encryption FAQ.
func (r *bucketReader) encryption() {
	child, settled := r.companion("server_side_encryption_configuration", "encryption")
	if settled {
		return
	}
	var rules value
	if child != nil {
		rules = child.at("rule")
	} else if own, ok := r.own("server_side_encryption_configuration", "encryption"); ok && !r.removed("server_side_encryption_configuration") {
		if rules = own.at(0, "rule"); own.count() == 0 && r.bucket.exists() {
			return // somebody looked, and there was none
		}
	}
	if rules.unknown == true || rules.secret() {
		r.unread(rules, "encryption")
		return
	}
	if rules.count() == 0 {
		r.facts.Encryption = &kinds.BucketEncryption{Algorithm: "AES256"}
		return
	}
	rule := rules.at(0)
	is := rule.at("apply_server_side_encryption_by_default", 0)
	r.facts.Encryption = &kinds.BucketEncryption{
		Algorithm: r.text(is.at("sse_algorithm"), "encryption.algorithm"),
		KMSKey:    r.refer(is.at("kms_master_key_id"), "encryption.kms_key", "aws_kms_key", "aws_kms_alias", "aws_kms_replica_key"),
		BucketKey: r.flag(rule.at("bucket_key_enabled"), "encryption.bucket_key", false),
	}
}

// publicAccessBlock without a companion is on for every new bucket since April 2023. Source: Amazon S3 User Guide, Default
// settings for new S3 buckets FAQ. The provider's own default is that the four switches of a companion are off.
func (r *bucketReader) publicAccessBlock() {
	child, settled := r.companion("public_access_block", "public_access_block")
	switch {
	case settled:
	case child != nil:
		flag := func(name string) bool { return r.flag(child.at(name), "public_access_block."+name, false) }
		r.facts.PublicAccessBlock = &kinds.PublicAccessBlock{
			BlockPublicACLs: flag("block_public_acls"), IgnorePublicACLs: flag("ignore_public_acls"),
			BlockPublicPolicy: flag("block_public_policy"), RestrictPublicBuckets: flag("restrict_public_buckets"),
		}
	case r.removed("public_access_block"):
	case r.bucket.exists():
		r.elsewhere(r.bucket, "the public access block of the bucket, which exists already", "public_access_block")
	default:
		r.facts.PublicAccessBlock = &kinds.PublicAccessBlock{BlockPublicACLs: true, IgnorePublicACLs: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
	}
}

func (r *bucketReader) policy() {
	child, settled := r.companion("policy", "policy")
	if settled {
		return
	}
	if child != nil {
		r.facts.Policy = r.document(child.at("policy"), "policy")
		return
	}
	if !r.removed("policy") {
		r.facts.Policy = r.document(r.bucket.at("policy"), "policy")
	}
}

// ownership without a companion is "BucketOwnerEnforced" for every new bucket since April 2023. Source: as for publicAccessBlock.
func (r *bucketReader) ownership() {
	child, settled := r.companion("ownership_controls", "ownership")
	switch {
	case settled:
	case child != nil:
		r.facts.Ownership = r.textOrNull(child.at("rule", 0, "object_ownership"), "ownership")
	case r.removed("ownership_controls"):
	case r.bucket.exists():
		r.elsewhere(r.bucket, "who owns the objects of the bucket, which exists already", "ownership")
	default:
		enforced := "BucketOwnerEnforced"
		r.facts.Ownership = &enforced
	}
}
