using System.Text.Json;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// What QEMU says its host or max model is: a reply to query-cpu-model-expansion, by itself or in a recording. It tells the features that it
/// names, true or false, and nothing of others.
/// </summary>
internal static class QmpDump
{
    private const string TargetCommand = "query-target";

    private static readonly string[] Keys = [.. QemuRecording.Accelerators, "expansion", "return", "execute", "QMP"];

    /// <summary>Whether the first object has a member that replies and recordings have.</summary>
    public static bool Looks(DumpText text) => Keys.Any(text.JsonKeys.Contains);

    /// <summary>The processor that QEMU gives.</summary>
    /// <exception cref="CpuException">Too large, malformed, or without an expansion (xml); the message has file, line and column.</exception>
    public static IReadOnlyList<DumpedCpu> Read(DumpText text, CpuMap map)
    {
        string json = text.PlainString;
        QemuReplies replies = QemuReplies.Parse(json, text.File);
        CpuArchitecture arch = QemuJson.Read(json, text.File, Target);
        if (arch is not CpuArchitecture.None && !arch.IsX86())
        {
            return [new DumpedCpu(arch, null)];
        }

        string[] told = [.. replies.Properties.Where(p => p.Value is bool).Select(p => QemuNames.ToMap(p.Name)).Where(n => map.X86.FindFeature(n) >= 0)];
        return told.Length == 0
            ? throw DumpLimits.Malformed(Text.Of(Messages.Probe_NoExpansion, text.File, QemuReplyReader.ExpansionCommand))
            : [new DumpedCpu(CpuArchitecture.X86_64, X86Driver.DataOf(map.X86, replies)) { Coverage = X86Coverage.OfFeatures(told) }];
    }

    private static CpuArchitecture Target(QemuJson source)
    {
        QemuRecording? recording = QemuRecording.Find(source);
        JsonElement? reply = recording?.Sessions.SelectMany(recording.Session).FirstOrDefault(e => e.Command == TargetCommand)?.Return;
        string? name = QemuJson.StringOf(reply, "arch");
        return name == "i386" ? CpuArchitecture.I686 : CpuArchitectures.TryParse(name, out CpuArchitecture arch) ? arch : CpuArchitecture.None;
    }
}
