using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.RelaxNg;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary>Which of the hosts of a baseline lacks what others have.</summary>
/// <param name="Name">The host's name.</param>
/// <param name="Cpu">Its CPU.</param>
/// <param name="Lacks">Features that another host has and this one lacks.</param>
/// <param name="Alone">Those of them that all others have: this host alone keeps them out.</param>
internal sealed record BaselineExplanation(string Name, CpuDefinition Cpu, string[] Lacks, string[] Alone)
{
    /// <summary>One for each host.</summary>
    /// <param name="driver">The rules of the architecture.</param>
    /// <param name="inputs">The hosts.</param>
    /// <param name="forGuests">Whether what no guest of KVM gets does not count.</param>
    public static BaselineExplanation[] Of(CpuDriver driver, BaselineInputs inputs, bool forGuests)
    {
        HashSet<string>[] have = [.. inputs.Cpus.Select(c => FeaturesOf(driver, c.Definition!, forGuests))];
        Dictionary<string, int> counts = have.SelectMany(h => h).CountBy(f => f, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        string[] all = [.. counts.Keys.Order(StringComparer.Ordinal)];
        return
        [
            .. inputs.Cpus.Select((cpu, i) =>
            {
                // What a source does not tell is not said to be missing.
                string[] lacks = [.. all.Where(f => !have[i].Contains(f) && !cpu.Unknown.Contains(f))];
                return new BaselineExplanation(
                    inputs.Names[i], cpu.Definition!, lacks, [.. lacks.Where(f => counts[f] == have.Length - 1)]);
            }),
        ];
    }

    /// <summary>Writes it for people, to standard error.</summary>
    public void Write(Session session, int hosts)
    {
        string lacks = Lacks.Length == 0 ? Messages.Word_Nothing : ReasonLines.Names(Lacks);
        session.Problem(Text.Of(Messages.Baseline_Lacks, Name, Cpu.Model, lacks));
        if (hosts > 2 && Alone.Length > 0)
        {
            session.Problem(Text.Of(Messages.Baseline_Alone, Name, ReasonLines.Names(Alone)));
        }
    }

    /// <summary>The JSON form.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { ["cpu"] = Name };
        CpuJson.Set(json, "model", Cpu.Model);
        json["lacks"] = CpuJson.Of(Lacks.AsEnumerable());
        json["alone"] = CpuJson.Of(Alone.AsEnumerable());
        return json;
    }

    private static HashSet<string> FeaturesOf(CpuDriver driver, CpuDefinition cpu, bool forGuests) => driver.ExpandFeatures(cpu).Features
        .Where(f => f.Policy is null or CpuPolicy.Require or CpuPolicy.Force)
        .Select(f => f.Name)
        .Except(forGuests ? driver.Advanced.WithheldFeatures(cpu) : [], StringComparer.Ordinal)
        .ToHashSet(StringComparer.Ordinal);
}
