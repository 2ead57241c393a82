variable "password" {
  type      = string
  sensitive = true
  default   = "not-a-secret-but-marked"
}

resource "aws_kms_key" "turning" {
  description         = "rotated"
  enable_key_rotation = true
}

resource "aws_kms_key" "still" {
  description = "not rotated"
}

resource "aws_vpc" "watched" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_vpc" "dark" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_s3_bucket" "flow" {
  bucket = "assize-flow"
}

resource "aws_flow_log" "watched" {
  vpc_id               = aws_vpc.watched.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.flow.arn
}

resource "aws_subnet" "watched" {
  vpc_id     = aws_vpc.watched.id
  cidr_block = "10.1.1.0/24"
}

resource "aws_security_group" "machine" {
  name   = "assize-machine"
  vpc_id = aws_vpc.watched.id
}

resource "aws_instance" "bare" {
  ami           = "ami-12c6146b"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.watched.id
}

resource "aws_ebs_volume" "good" {
  availability_zone = "eu-central-1a"
  size              = 8
  type              = "gp3"
  encrypted         = true
  kms_key_id        = aws_kms_key.turning.arn
}

resource "aws_ebs_volume" "bad" {
  availability_zone = "eu-central-1a"
  size              = 8
}

resource "aws_efs_file_system" "good" {
  encrypted = true
}

resource "aws_efs_file_system" "bad" {}

resource "aws_cloudwatch_log_group" "kept" {
  name              = "assize-kept"
  retention_in_days = 400
}

resource "aws_cloudwatch_log_group" "endless" {
  name = "assize-endless"
}

resource "aws_s3_bucket" "trail" {
  bucket = "assize-trail"
}

resource "aws_s3_bucket_policy" "trail" {
  bucket = aws_s3_bucket.trail.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "s3:GetBucketAcl", Resource = "arn:aws:s3:::assize-trail" },
      { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "s3:PutObject", Resource = "arn:aws:s3:::assize-trail/*" },
    ]
  })
}

resource "aws_sns_topic" "alarms" {
  name              = "assize-alarms"
  kms_master_key_id = aws_kms_key.turning.id
}

resource "aws_sqs_queue" "dead" {
  name = "assize-dead"
}

resource "aws_sqs_queue" "work" {
  name           = "assize-work"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 4 })
}

resource "aws_sqs_queue_policy" "work" {
  queue_url = aws_sqs_queue.work.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }]
  })
}

resource "aws_sns_topic_subscription" "alarms" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.work.arn
}

resource "aws_secretsmanager_secret" "plain" {
  name = "assize-plain"
}

resource "aws_dynamodb_table" "good" {
  name                        = "assize-good"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = true
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery { enabled = true }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.turning.arn
  }
}

resource "aws_dynamodb_table" "bad" {
  name           = "assize-bad"
  hash_key       = "id"
  read_capacity  = 1
  write_capacity = 1
  attribute {
    name = "id"
    type = "S"
  }
}
