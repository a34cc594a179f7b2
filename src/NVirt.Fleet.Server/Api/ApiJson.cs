using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace NVirt.Fleet.Server.Api;

/// <summary>The JSON of the interface.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, MaxDepth = 16,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(BaselineDifference))]
[JsonSerializable(typeof(BaselineInfo))]
[JsonSerializable(typeof(BaselineList))]
[JsonSerializable(typeof(CheckAnswer))]
[JsonSerializable(typeof(CheckRequest))]
[JsonSerializable(typeof(ConvertAnswer))]
[JsonSerializable(typeof(ConvertRequest))]
[JsonSerializable(typeof(EnrolRequest))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(FreezeRequest))]
[JsonSerializable(typeof(GuestInfo))]
[JsonSerializable(typeof(GuestList))]
[JsonSerializable(typeof(HostDetail))]
[JsonSerializable(typeof(HostList))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(MapInfo))]
[JsonSerializable(typeof(NewToken))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(PoolInfo))]
[JsonSerializable(typeof(PoolList))]
[JsonSerializable(typeof(PoolRequest))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ProposeRequest))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(WhatIfRequest))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext;
