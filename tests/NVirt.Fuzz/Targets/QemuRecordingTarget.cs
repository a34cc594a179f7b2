using System.Text;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.X86.Evidence;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using NVirt.RelaxNg;

namespace NVirt.Fuzz.Targets;

/// <summary>A recording of a QEMU, and everything derived from it.</summary>
internal sealed class QemuRecordingTarget : Target
{
    public override string Name => "qemu-recording";

    public override string[] Words =>
    [
        "{", "}", "[", "]", ":", ",", "null", "true", "false", "-1", "1e400", "\"kvm\":[", "\"hvf\":[", "\"tcg\":[", "\"command\":",
            "\"reply\":",
        "\"return\":", "\"error\":{\"class\":\"GenericError\",\"desc\":\"no\"}", "\"arguments\":", "\"model\":{\"name\":\"host\"}",
            "\"props\":{\"migratable\":false}",
        "\"name\":\"max\"", "\"name\":\"Nehalem\"", "\"unavailable-features\":[\"aes\"]", "\"arch\":\"s390x\"", "\"arch\":\"aarch64\"",
            "\"arch\":\"ppc64\"",
        "\"deprecated-props\":[\"te\"]", "\"meta-type\":\"object\"", "\\ud800",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        Attempt<QemuCapabilities> attempt = new(() => QemuCapabilities.Parse(text, "a.json"));
        return attempt.Against(Sessions(text) == 0 && !JsonStream.IsIn(text) ? false : null, qemu => Compare(qemu, text)) is var outcome
            && attempt.Value is { } value
            ? outcome with
            {
                Signature =
                $"accepted {value.Arch} "
                    + $"{string.Join(' ', value.Slots.Select(s => $"{s.Accelerator} {s.Models?.Length is > 0} {s.HostCpu is not null}"))}"
            }
            : outcome;
    }

    // Whatever QEMU reports, there is an answer to every question about CPUs.
    private static string? Compare(QemuCapabilities qemu, string text)
    {
        foreach (QemuAccelerator accelerator in QemuAccelerators.All)
        {
            QemuDomainCapabilities.Of(qemu, accelerator, QemuHost.Unknown(qemu.Arch));
        }

        return JsonStream.IsIn(text) || qemu.Slots.Length == Sessions(text) ? null : "other accelerators";
    }

    // The accelerators found by a simple search; 0 if this is not a recording.
    private static int Sessions(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return document.RootElement.ValueKind != JsonValueKind.Object ? 0 : QemuAccelerators.All.Count(a =>
                document.RootElement.EnumerateObject()
                    .LastOrDefault(p => p.Name == a.ToName()).Value is { ValueKind: JsonValueKind.Array });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return 0;
        }
    }
}
