using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.VMware;

/// <summary>The settings of a <c>.vmx</c> file that give a guest its CPU.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Lost">What of the CPU they cannot express, one sentence each in the user's language.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record VmxCpu(ImmutableArray<VmxSetting> Settings, ImmutableArray<string> Lost)
{
    /// <summary>The lines, each with a line feed; empty if there are none.</summary>
    public string Format() => string.Concat(Settings.Select(s => $"{s}\n"));

    /// <summary>
    /// Writes the settings into a file, replacing those it has: masks of registers in which the map has features, and features by
    /// name. Everything else stays as it is, including comments and line ends.
    /// </summary>
    /// <param name="text">The file: at most 4 Mi characters.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">The file is malformed (xml); the message has file, line and column.</exception>
    public string WriteInto(string text, string? file = null, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return VmxEditor.Replace(text, Settings, file, map ?? CpuMap.Default);
    }
}
