package terraform

import (
	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// keyTypes are the types of what a KMS key is named by.
var keyTypes = []string{"aws_kms_alias", "aws_kms_external_key", "aws_kms_key", "aws_kms_replica_key"}

// later gives facts of a thing that is new a gap, and those of one that exists: only the account tells them.
func (p *partial) later(i *instance, what string, places ...string) {
	for _, place := range places {
		if i.exists() {
			p.gap(place, collectors.OutsidePlan, "a plan does not show "+what, i.address)
		} else {
			p.gap(place, collectors.AfterApply, what+" shows after the plan is applied", i.address)
		}
	}
}

// words are the texts of a list, with planned resources of the types by their ids; with one that is not known the fact has a gap.
func (p *partial) words(v value, place string, types ...string) []string {
	if v.open() && !v.secret() {
		if i := p.estate.meant(v, types...); i != nil && v.count() <= 1 {
			return []string{p.estate.identity(i)}
		}
	}
	return p.list(v, place)
}

func (v *visit) key(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Key{Manager: "CUSTOMER", State: "Enabled", Spec: "SYMMETRIC_DEFAULT", Usage: "ENCRYPT_DECRYPT", Source: "AWS_KMS"}
	if !p.flag(i.at("is_enabled"), "state", true) {
		facts.State = "Disabled"
	}
	if spec := p.textOrNull(i.at("customer_master_key_spec"), "spec"); spec != nil {
		facts.Spec = *spec
	}
	if use := p.textOrNull(i.at("key_usage"), "usage"); use != nil {
		facts.Usage = *use
	}
	if !i.at("custom_key_store_id").unset() {
		p.later(i, "where the key material comes from", "source")
	}
	rotation := p.flag(i.at("enable_key_rotation"), "rotation", false)
	if facts.Spec == "SYMMETRIC_DEFAULT" {
		facts.Rotation = &rotation
	}
	v.ownPolicy(p, i, "aws_kms_key_policy.key_id", &facts.Policy)
	return v.emit("aws.kms.key", i, "", facts, p)
}

// ownPolicy reads a resource policy: that of the companion, else the resource's own, else the one that AWS writes.
func (v *visit) ownPolicy(p *partial, i *instance, slot string, into *[]kinds.Statement) {
	sure, doubtful := v.children(i, slot)
	switch own := i.at("policy"); {
	case len(doubtful) > 0 || len(sure) > 1:
		p.doubt(append(doubtful, sure...)[0], "policy")
	case len(sure) == 1:
		*into = p.document(sure[0].at("policy"), "policy")
	case own.unset() && !own.null() || len(v.gone[[2]string{i.address, slot}]) > 0:
		p.later(i, "the policy that AWS writes", "policy")
	default:
		*into = p.document(own, "policy")
	}
}

// restored says that a database is made of another one, whose settings it may take over.
func restored(i *instance) bool {
	for _, name := range []string{"restore_to_point_in_time", "s3_import"} {
		if blocks := i.at(name); blocks.count() > 0 || blocks.open() {
			return true
		}
	}
	for _, name := range []string{"replicate_source_db", "replication_source_identifier", "snapshot_identifier"} {
		if v := i.at(name); !v.unset() && v.is != "" {
			return true
		}
	}
	return false
}

// database reads an instance, or a cluster. Source of the defaults: the provider's documentation.
func (v *visit) database(i *instance) error {
	p := &partial{estate: v.estate}
	cluster := i.typ == "aws_rds_cluster"
	flag := func(attribute, place string, byDefault bool) bool {
		is := i.at(attribute)
		if restored(i) && (is.unknown == true || is.null()) {
			p.later(i, "what it takes over from what it is restored from", place)
			return byDefault
		}
		return p.flag(is, place, byDefault)
	}
	facts := kinds.Database{
		Engine: p.text(i.at("engine"), "engine"), Version: p.text(i.at("engine_version"), "version"),
		Encrypted: flag("storage_encrypted", "encrypted", false), KMSKey: p.refer(i.at("kms_key_id"), "kms_key", keyTypes...),
		MinorUpgrades:      flag("auto_minor_version_upgrade", "minor_upgrades", true),
		DeletionProtection: flag("deletion_protection", "deletion_protection", false),
		LogExports:         p.list(i.at("enabled_cloudwatch_logs_exports"), "log_exports"),
		IAMLogin:           flag("iam_database_authentication_enabled", "iam_login", false), CopyTags: flag("copy_tags_to_snapshot", "copy_tags", false),
	}
	p.later(i, "the network", "vpc")
	p.later(i, "the status", "status")
	byDefault := 0
	if cluster {
		byDefault = 1
		p.later(i, "where the instances of the cluster stand", "multi_az", "minor_upgrades", "public")
	} else {
		facts.Public, facts.MultiAZ = flag("publicly_accessible", "public", false), flag("multi_az", "multi_az", false)
	}
	facts.BackupDays = byDefault
	if days := i.at("backup_retention_period"); restored(i) && days.unknown == true {
		p.unread(days, "backup_days")
	} else if n := p.whole(days, "backup_days"); n != nil {
		facts.BackupDays = *n
	}
	name, _ := i.at("identifier").text()
	if cluster {
		name, _ = i.at("cluster_identifier").text()
		return v.emit("aws.rds.cluster", i, name, facts, p)
	}
	return v.emit("aws.rds.instance", i, name, facts, p)
}

// member reads an instance of a cluster, which decides most for it.
func (v *visit) member(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Database{
		Engine: p.text(i.at("engine"), "engine"), Version: p.text(i.at("engine_version"), "version"),
		Cluster: p.refer(i.at("cluster_identifier"), "cluster", "aws_rds_cluster"), Public: p.flag(i.at("publicly_accessible"), "public", false),
		MinorUpgrades: p.flag(i.at("auto_minor_version_upgrade"), "minor_upgrades", true), CopyTags: p.flag(i.at("copy_tags_to_snapshot"), "copy_tags", false),
	}
	p.later(i, "what the cluster decides", "backup_days", "deletion_protection", "encrypted", "iam_login", "kms_key", "log_exports", "multi_az", "status", "vpc")
	name, _ := i.at("identifier").text()
	return v.emit("aws.rds.instance", i, name, facts, p)
}

func (v *visit) fileSystem(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.FileSystem{Encrypted: p.flag(i.at("encrypted"), "encrypted", false), KMSKey: p.refer(i.at("kms_key_id"), "kms_key", keyTypes...)}
	sure, doubtful := v.children(i, "aws_efs_backup_policy.file_system_id")
	switch {
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "backup")
	case len(sure) > 0:
		facts.Backup = p.text(sure[0].at("backup_policy", 0, "status"), "backup") == "ENABLED"
	case i.exists() || !i.at("availability_zone_name").unset(): // in one zone it is on by itself
		p.later(i, "whether it is backed up", "backup")
	}
	sure, doubtful = v.children(i, "aws_efs_file_system_policy.file_system_id")
	switch {
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "policy")
	case len(sure) > 0:
		facts.Policy = p.document(sure[0].at("policy"), "policy")
	case i.exists():
		p.later(i, "the policy", "policy")
	}
	return v.emit("aws.efs.file_system", i, "", facts, p)
}

func (v *visit) dynamoTable(i *instance) error {
	p := &partial{estate: v.estate}
	mode, _ := i.at("billing_mode").text()
	encryption, recovery := i.at("server_side_encryption").made(), i.at("point_in_time_recovery").made()
	facts := kinds.Table{DeletionProtection: p.flag(i.at("deletion_protection_enabled"), "deletion_protection", false), OnDemand: mode == "PAY_PER_REQUEST"}
	if encryption.unknown == true {
		p.undecided(encryption, "kms_key")
	}
	if recovery.unknown == true {
		p.undecided(recovery, "point_in_time")
	}
	facts.KMSKey = p.refer(encryption.at(0, "kms_key_arn"), "kms_key", keyTypes...)
	facts.PointInTime = p.flag(recovery.at(0, "enabled"), "point_in_time", false)
	if is := i.at("billing_mode"); is.open() || is.secret() {
		p.unread(is, "on_demand")
	}
	if block := encryption.at(0); facts.KMSKey == nil && p.flag(block.at("enabled"), "kms_key", false) {
		p.later(i, "the key that AWS manages", "kms_key")
	}
	p.later(i, "the status", "status")
	name, _ := i.at("name").text()
	return v.emit("aws.dynamodb.table", i, name, facts, p)
}
