# How many blocks there are shows when the plan is applied, but for two.
resource "terraform_data" "later" {}

locals {
  later = toset(split(",", terraform_data.later.id))
  all   = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"
}

resource "aws_security_group" "alone" {
  name = "alone"
  dynamic "ingress" {
    for_each = local.later
    content {
      from_port   = 22
      to_port     = 22
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_security_group" "beside" {
  name = "beside"
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  dynamic "ingress" {
    for_each = local.later
    content {
      from_port = 0
      to_port   = 0
      protocol  = "-1"
      self      = true
    }
  }
  dynamic "egress" {
    for_each = local.later
    content {
      from_port       = 0
      to_port         = 0
      protocol        = "-1"
      security_groups = ["sg-12345678"]
    }
  }
}

resource "aws_security_group" "known" {
  name = "known"
  dynamic "ingress" {
    for_each = toset(["0.0.0.0/0"])
    content {
      from_port   = 22
      to_port     = 22
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
  dynamic "egress" {
    for_each = toset([])
    content {
      from_port   = 22
      to_port     = 22
      protocol    = "tcp"
      cidr_blocks = [egress.value]
    }
  }
}

resource "aws_s3_bucket" "own" {
  bucket = "assize-own"
  dynamic "grant" {
    for_each = local.later
    content {
      type        = "Group"
      permissions = ["READ"]
      uri         = "http://acs.amazonaws.com/groups/global/AllUsers"
    }
  }
  dynamic "lifecycle_rule" {
    for_each = local.later
    content {
      enabled = true
      expiration { days = 1 }
    }
  }
}

resource "aws_s3_bucket_ownership_controls" "own" {
  bucket = aws_s3_bucket.own.id
  rule { object_ownership = "ObjectWriter" }
}

resource "aws_s3_bucket" "plain" {
  bucket = "assize-plain"
}

resource "aws_s3_bucket" "parts" {
  bucket = "assize-parts"
}

resource "aws_s3_bucket_lifecycle_configuration" "parts" {
  bucket = aws_s3_bucket.parts.id
  rule {
    id     = "clear"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload { days_after_initiation = 7 }
    dynamic "expiration" {
      for_each = local.later
      content { days = 1 }
    }
  }
}

resource "aws_s3_bucket_versioning" "parts" {
  bucket = aws_s3_bucket.parts.id
  dynamic "versioning_configuration" {
    for_each = local.later
    content { status = "Enabled" }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "parts" {
  bucket = aws_s3_bucket.parts.id
  rule {
    dynamic "apply_server_side_encryption_by_default" {
      for_each = local.later
      content { sse_algorithm = "aws:kms" }
    }
  }
}

resource "aws_s3_bucket_object_lock_configuration" "parts" {
  bucket = aws_s3_bucket.parts.id
  dynamic "rule" {
    for_each = local.later
    content {
      default_retention {
        mode = "GOVERNANCE"
        days = 5
      }
    }
  }
}

resource "aws_s3_bucket_acl" "parts" {
  bucket = aws_s3_bucket.parts.id
  access_control_policy {
    owner { id = "1" }
    dynamic "grant" {
      for_each = local.later
      content {
        permission = "READ"
        grantee {
          type = "Group"
          uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
        }
      }
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "parts" {
  bucket = aws_s3_bucket.parts.id
  role   = "arn:aws:iam::123456789012:role/copy"
  rule {
    id     = "copy"
    status = "Enabled"
    dynamic "destination" {
      for_each = local.later
      content { bucket = "arn:aws:s3:::elsewhere" }
    }
  }
}

resource "aws_s3_bucket_ownership_controls" "parts" {
  bucket = aws_s3_bucket.parts.id
  dynamic "rule" {
    for_each = local.later
    content { object_ownership = "ObjectWriter" }
  }
}

resource "aws_dynamodb_table" "dynamic" {
  name         = "dynamic"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
  dynamic "point_in_time_recovery" {
    for_each = local.later
    content { enabled = true }
  }
  dynamic "server_side_encryption" {
    for_each = local.later
    content { enabled = true }
  }
}

resource "aws_cloudtrail" "whole" {
  name           = "whole"
  s3_bucket_name = "assize-trails"
  dynamic "event_selector" {
    for_each = local.later
    content { read_write_type = "ReadOnly" }
  }
}

resource "aws_iam_role" "inline" {
  name               = "inline"
  assume_role_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  dynamic "inline_policy" {
    for_each = local.later
    content {
      name   = "all"
      policy = local.all
    }
  }
}

data "aws_iam_policy_document" "whole" {
  statement {
    actions   = ["s3:ListBucket"]
    resources = ["arn:aws:s3:::assize-plain"]
  }
  dynamic "statement" {
    for_each = local.later
    content {
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

data "aws_iam_policy_document" "inner" {
  statement {
    actions = ["sts:AssumeRole"]
    dynamic "principals" {
      for_each = local.later
      content {
        type        = "AWS"
        identifiers = ["*"]
      }
    }
  }
  dynamic "statement" {
    for_each = toset(["iam:PassRole"])
    content {
      actions   = [statement.value]
      resources = [terraform_data.later.id]
    }
  }
}

resource "aws_iam_policy" "whole" {
  name   = "whole"
  policy = data.aws_iam_policy_document.whole.json
}

resource "aws_iam_role" "inner" {
  name               = "inner"
  assume_role_policy = data.aws_iam_policy_document.inner.json
}

resource "aws_db_instance" "restored" {
  identifier          = "restored"
  instance_class      = "db.t3.micro"
  skip_final_snapshot = true
  dynamic "restore_to_point_in_time" {
    for_each = local.later
    content {
      source_db_instance_identifier = "another"
      use_latest_restorable_time    = true
    }
  }
}

resource "aws_efs_backup_policy" "dynamic" {
  file_system_id = aws_efs_file_system.dynamic.id
  dynamic "backup_policy" {
    for_each = local.later
    content { status = "ENABLED" }
  }
}

resource "aws_efs_file_system" "dynamic" {}
