locals {
  archive = aws_s3_bucket.archive.id
}

# All that a bucket can have, each in a resource of its own.
resource "aws_kms_key" "store" {
  description         = "for buckets"
  enable_key_rotation = true
}

resource "aws_s3_bucket" "whole" {
  bucket = "assize-whole"
  tags   = { owner = "storage" }
}

resource "aws_s3_bucket_versioning" "whole" {
  bucket = aws_s3_bucket.whole.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "whole" {
  bucket = aws_s3_bucket.whole.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.store.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "whole" {
  bucket                  = aws_s3_bucket.whole.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "whole" {
  bucket = aws_s3_bucket.whole.id
  rule { object_ownership = "BucketOwnerEnforced" }
}

resource "aws_s3_bucket_logging" "whole" {
  bucket        = aws_s3_bucket.whole.id
  target_bucket = aws_s3_bucket.logs["access"].id
  target_prefix = "whole/"
  depends_on    = [aws_s3_bucket_policy.logs]
}

data "aws_iam_policy_document" "whole" {
  statement {
    sid       = "tls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.whole.arn, "${aws_s3_bucket.whole.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "whole" {
  bucket = aws_s3_bucket.whole.id
  policy = data.aws_iam_policy_document.whole.json
}

# One of each, by for_each.
resource "aws_s3_bucket" "logs" {
  for_each = toset(["access", "trail"])
  bucket   = "assize-logs-${each.key}"
}

resource "aws_s3_bucket_versioning" "logs" {
  for_each = aws_s3_bucket.logs
  bucket   = each.value.id
  versioning_configuration { status = each.key == "trail" ? "Enabled" : "Suspended" }
}

# The service that writes access logs may write them.
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs["access"].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "logging.s3.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::assize-logs-access/*"
    }]
  })
}

# By count, and only for the first.
resource "aws_s3_bucket" "shard" {
  count  = 2
  bucket = "assize-shard-${count.index}"
}

resource "aws_s3_bucket_versioning" "shard" {
  bucket = aws_s3_bucket.shard[0].id
  versioning_configuration { status = "Enabled" }
}

# In a module.
module "store" {
  source    = "./modules/store"
  for_each  = toset(["a", "b"])
  name      = "assize-store-${each.key}"
  versioned = each.key == "a" ? "Enabled" : "Suspended"
}

resource "aws_s3_bucket_public_access_block" "store" {
  bucket                  = module.store["b"].bucket
  block_public_acls       = false
  block_public_policy     = false
  ignore_public_acls      = false
  restrict_public_buckets = false
}

# A local hides from the plan which bucket this is for.
resource "aws_s3_bucket" "archive" {
  bucket = "assize-archive"
}

resource "aws_s3_bucket_versioning" "archive" {
  bucket = aws_s3_bucket.archive.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_object_lock_configuration" "archive" {
  bucket     = local.archive
  depends_on = [aws_s3_bucket_versioning.archive]
  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = 30
    }
  }
}

# Nothing is set, and the name comes later.
resource "aws_s3_bucket" "bare" {
  bucket_prefix = "assize-bare-"
}

# Open to all.
resource "aws_s3_bucket" "open" {
  bucket = "assize-open"
}

resource "aws_s3_bucket_public_access_block" "open" {
  bucket                  = aws_s3_bucket.open.bucket
  block_public_acls       = false
  block_public_policy     = false
  ignore_public_acls      = false
  restrict_public_buckets = false
}

resource "aws_s3_bucket_ownership_controls" "open" {
  bucket = aws_s3_bucket.open.bucket
  rule { object_ownership = "ObjectWriter" }
}

resource "aws_s3_bucket_acl" "open" {
  bucket     = aws_s3_bucket.open.bucket
  acl        = "public-read"
  depends_on = [aws_s3_bucket_ownership_controls.open, aws_s3_bucket_public_access_block.open]
}

resource "aws_s3_bucket_policy" "open" {
  bucket = aws_s3_bucket.open.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::assize-open/*"
    }]
  })
  depends_on = [aws_s3_bucket_public_access_block.open]
}
