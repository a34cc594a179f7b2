using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.Qemu;

/// <summary>The value of QEMU's <c>-cpu</c>, with the option itself in front or without it.</summary>
internal static class QemuCpuForm
{
    private const string Option = "-cpu ";

    public static PlatformForm Form { get; } = new(
        "qemu-cpu", static t => !t.IsJson && !t.IsXml && t.All.StartsWith(Option, StringComparison.Ordinal), Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        string value = text.All.TrimEnd('\n', '\r');
        int start = value.StartsWith(Option, StringComparison.Ordinal) ? Option.Length : 0;
        return value.Contains('\n', StringComparison.Ordinal) ? throw text.Refuse(2, 1, Messages.Read_OneLine)
            : [new QemuCpuText(text, options, 1, start + 1).Read(value[start..]).Build(Form.Id)];
    }
}
