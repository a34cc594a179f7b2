using System.Text.Json;
using NVirt.Cpu;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Interop;

/// <summary>libvirt's answer: a value, or an error's code (0 if there is none) and message.</summary>
internal sealed record LibvirtAnswer(JsonElement Value, int Code, string? Message)
{
    /// <summary>The value, or the error as an exception.</summary>
    public JsonElement Get() => Code == 0 ? Value : throw new InvalidOperationException($"libvirt: {Message} ({Code})");

    /// <summary>The error's class in our terms; by libvirt's own numbers (virErrorNumber).</summary>
    public string Kind => Code switch
    {
        1 => nameof(CpuErrorKind.Internal),
        3 => nameof(CpuErrorKind.NoSupport),
        8 => nameof(CpuErrorKind.InvalidArgument),
        9 => nameof(CpuErrorKind.OperationFailed),
        27 => nameof(CpuErrorKind.Xml),
        67 => nameof(CpuErrorKind.Unsupported),
        91 => nameof(CpuErrorKind.Incompatible),
        _ => $"error {Code}",
    };
}
