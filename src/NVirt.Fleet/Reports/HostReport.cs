using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NVirt.Fleet.Reports;

/// <summary>
/// What an agent tells the service of its host (fleet-rules.md 12). A document goes along only if the service does not have it yet; the
/// service answers with those that it wants. Immutable.
/// </summary>
public sealed record HostReport
{
    /// <summary>The schema's name.</summary>
    public const string SchemaName = "nvirt-report/1";

    /// <summary>The schema: <see cref="SchemaName"/>.</summary>
    public required string Schema { get; init; }

    /// <summary>The host's name.</summary>
    public required string Host { get; init; }

    /// <summary>What tells one boot of the host from the next.</summary>
    [JsonPropertyName("boot_id")]
    public required string BootId { get; init; }

    /// <summary>The number of the report, from 1 after each boot: an older one than was seen counts for nothing.</summary>
    public required long Seq { get; init; }

    /// <summary>When it was made, by the host's clock, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Versions and the like.</summary>
    public ReportedFacts Facts { get; init; } = new();

    /// <summary>The documents that tell of the host, and those that its guests refer to.</summary>
    public ImmutableArray<ReportedDocument> Documents { get; init; } = [];

    /// <summary>The guests of the host, all of them.</summary>
    public ImmutableArray<ReportedGuest> Guests { get; init; } = [];

    /// <summary>Why nothing could be read of the host; <see langword="null"/> if something was.</summary>
    public string? Problem { get; init; }
}

/// <summary>What is known of a host besides its processor. Immutable.</summary>
public sealed record ReportedFacts
{
    /// <summary>The version of the kernel.</summary>
    public string? Kernel { get; init; }

    /// <summary>The version of QEMU.</summary>
    public string? Qemu { get; init; }

    /// <summary>The version of libvirt.</summary>
    public string? Libvirt { get; init; }

    /// <summary>The version of the microcode, as 0x and hexadecimal digits.</summary>
    public string? Microcode { get; init; }

    /// <summary>The memory for guests in MiB.</summary>
    [JsonPropertyName("memory_mib")]
    public long? MemoryMib { get; init; }

    /// <summary>How much the host counts; 1 if it is not told.</summary>
    public long? Weight { get; init; }

    /// <summary>The site.</summary>
    public string? Site { get; init; }

    /// <summary>Any names with values.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A document of a report. Immutable.</summary>
public sealed record ReportedDocument
{
    /// <summary>What it is: <c>host</c> or <c>guest</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>SHA-256 of its bytes: 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its bytes, by gzip; <see langword="null"/> if the service should have it.</summary>
    public byte[]? Gzip { get; init; }
}

/// <summary>A guest of a report. Immutable.</summary>
public sealed record ReportedGuest
{
    /// <summary>Its UUID, or what else stays the same when it moves.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it runs.</summary>
    public bool Running { get; init; }

    /// <summary>Its memory in MiB.</summary>
    [JsonPropertyName("memory_mib")]
    public long? MemoryMib { get; init; }

    /// <summary>When it was started, in UTC.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>The document with the CPU that it asks for, by its SHA-256.</summary>
    public string? Request { get; init; }

    /// <summary>The document with the CPU that it got.</summary>
    public string? Live { get; init; }

    /// <summary>The digest of the frozen baseline by which it was started.</summary>
    public string? Baseline { get; init; }
}
