using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Native.Entries;

/// <summary>Comparisons: nvirt.h says what each function does.</summary>
internal static unsafe class CompareEntries
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Without a delegate: nothing is allocated where the bits decide.
    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_compare")]
    public static int Compare(nint host, nint guest, int* verdict)
    {
        try
        {
            LastError.Clear();
            NativeCpu offered = Given.Cpu(host, "host");
            NativeCpu asked = Given.Cpu(guest, "guest");
            Given.SameMap(offered, asked);
            sbyte found = Verdict.Of(offered, asked);
            if (verdict is not null)
            {
                *verdict = found;
            }

            return (int)Verdict.ToAnswer(found);
        }
        catch (Exception e)
        {
            if (verdict is not null)
            {
                *verdict = Verdict.Error;
            }

            // A host or guest that cannot be decoded is no answer to this question, whatever the refusal says.
            LastError.Keep(e);
            return (int)CpuAnswer.None;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_compare_many")]
    public static int CompareMany(nint host, nint* guests, nuint count, sbyte* verdicts)
    {
        try
        {
            LastError.Clear();
            NativeCpu offered = Given.Cpu(host, "host");
            if (count > 0)
            {
                Given.NotNull(guests, "guests");
                Given.NotNull(verdicts, "verdicts");
            }

            bool isWhole = true;
            for (nuint i = 0; i < count; i++)
            {
                verdicts[i] = One(offered, guests[i]);
                isWhole &= verdicts[i] != Verdict.Error;
            }

            return (int)(isWhole ? CpuAnswer.Yes : CpuAnswer.None);
        }
        catch (Exception e)
        {
            LastError.Keep(e);
            return (int)CpuAnswer.None;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_explain")]
    public static int Explain(nint host, nint guest, byte** json, nuint* length) => NativeCall.Run(() =>
    {
        Returned.Prepare(json, length, "json");
        NativeCpu offered = Given.Cpu(host, "host");
        NativeCpu asked = Given.Cpu(guest, "guest");
        Given.SameMap(offered, asked);
        CpuJudgement judgement = CpuJudgement.Of(asked.Decoded, offered.Decoded, offered.Map);
        judgement = judgement with { Axes = AxesOf(judgement, offered.Map) };
        JsonObject document = new() { ["file"] = asked.Source.File };
        CpuJson.Set(document, "line", asked.Source.Line > 0 ? asked.Source.Line : null);
        CpuJson.Set(document, "name", asked.Source.Name);
        CpuJudgementJson.Explain(document, judgement);
        Returned.Write(document.ToJsonString(Indented) + "\n", json, length);
        return judgement.Answer;
    });

    private static ImmutableArray<CpuAxisFinding> AxesOf(CpuJudgement judgement, CpuMap map)
    {
        try
        {
            return AxisJudgement.Judge(CpuStatement.Of(judgement.Cpu, map), from: null, CpuStatement.Of(judgement.Host, map))
                .Unasked(judgement.ByFeatures);
        }
        catch (CpuException)
        {
            // A name that the map does not know: comparing has told of it, and what is stated can be judged nevertheless.
            return CpuAxes.Judge(judgement.Cpu, judgement.Host);
        }
    }

    // One that cannot be compared does not keep the others from it; the error is that of the last.
    private static sbyte One(NativeCpu host, nint guest)
    {
        try
        {
            NativeCpu asked = Given.Cpu(guest, "guests");
            Given.SameMap(host, asked);
            return Verdict.Of(host, asked);
        }
        catch (Exception e)
        {
            LastError.Keep(e);
            return Verdict.Error;
        }
    }
}
