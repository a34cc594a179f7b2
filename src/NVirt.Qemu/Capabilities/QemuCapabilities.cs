using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Qemu.Capabilities;

/// <summary>What a QEMU binary can do, by its own answers (hypervisor-rules.md 1). Immutable and safe for use by several threads.</summary>
/// <remarks>Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record QemuCapabilities
{
    /// <summary>The oldest version that is supported.</summary>
    public static Version OldestVersion { get; } = new(6, 2, 0);

    /// <summary>The binary's path, or <see langword="null"/> if a recording does not contain it.</summary>
    public string? Binary { get; init; }

    /// <summary>QEMU's version, with three numbers.</summary>
    public required Version Version { get; init; }

    /// <summary>The distribution's version of it; empty if QEMU was not packaged.</summary>
    public string Package { get; init; } = string.Empty;

    /// <summary>The architecture it emulates; <see cref="QemuArchitectures.Runs"/> gives further ones.</summary>
    public required CpuArchitecture Arch { get; init; }

    /// <summary>One slot for each accelerator that it can use here, the best first; at least one.</summary>
    public required ImmutableArray<QemuSlot> Slots { get; init; }

    /// <summary>Whether there is a model <c>max</c>.</summary>
    public bool HasMaximumCpu => Slots.Any(s => s.FindModel("max") is not null);

    /// <summary>Whether CPUs have a property <c>migratable</c>.</summary>
    public bool HasMigratableProperty { get; init; }

    /// <summary>Whether a running guest's CPU reports what it lacks (<c>unavailable-features</c>).</summary>
    public bool HasUnavailableFeatures { get; init; }

    /// <summary>Whether CPUs have a property <c>kvm-no-adjvtime</c>.</summary>
    public bool HasKvmNoAdjvtime { get; init; }

    /// <summary>Whether expansions report what is deprecated.</summary>
    public bool HasDeprecatedProperties { get; init; }

    /// <summary>Whether <c>-smp</c> accepts <c>dies</c>.</summary>
    public bool HasDies { get; init; }

    /// <summary>Whether <c>-smp</c> accepts <c>clusters</c>.</summary>
    public bool HasClusters { get; init; }

    /// <summary>Reads a recording of a binary's answers.</summary>
    /// <param name="json">The text, as <see cref="Probing.QemuRecorder"/> makes it.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="map">The map with the names of models; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">
    /// It is not a recording (xml), QEMU is too old (unsupported), or its answers make no sense (internal). The message has file, line and
    /// column.
    /// </exception>
    public static QemuCapabilities Parse(string json, string? file = null, CpuMap? map = null) =>
        JsonText.Read(json, file, CpuException.Of, source => new CapabilitiesInterpreter(source, map ?? CpuMap.Default).Read());

    /// <summary>The same from bytes in UTF-8.</summary>
    internal static QemuCapabilities ParseBytes(ReadOnlyMemory<byte> json, string? file, CpuMap? map, bool isLater = false) =>
        JsonText.Read(json, file, CpuException.Of, source => new CapabilitiesInterpreter(source, map ?? CpuMap.Default, isLater).Read());

    /// <summary>Reads a stream to its end, as <see cref="Parse"/>.</summary>
    /// <param name="stream">The stream: at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark; it stays open.</param>
    /// <param name="map">As for <see cref="Parse"/>.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    public static QemuCapabilities Read(Stream stream, string? file = null, CpuMap? map = null) =>
        Parse(DocumentContent.ReadText(stream, file, CpuException.Of), file, map);

    /// <summary>Reads a file, as <see cref="Parse"/>.</summary>
    /// <param name="path">The path, and the name in messages; at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <param name="map">As for <see cref="Parse"/>.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public static async Task<QemuCapabilities> ReadFileAsync(string path, CpuMap? map = null, CancellationToken cancellation = default) =>
        Parse(await DocumentContent.ReadTextFileAsync(path, CpuException.Of, cancellation).ConfigureAwait(false), path, map);

    /// <summary>The slot of an accelerator, or <see langword="null"/> if it cannot be used.</summary>
    public QemuSlot? Slot(QemuAccelerator accelerator) => Slots.FirstOrDefault(s => s.Accelerator == accelerator);
}
