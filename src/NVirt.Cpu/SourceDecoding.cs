using NVirt.Cpu.Arm;
using NVirt.Cpu.Rules;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cpu;

/// <summary>Decodes what was read; if that is refused, adds the file and the nearest model to the error.</summary>
internal static class SourceDecoding
{
    private const string LongMode = "lm";

    // Without these leaves the processor's era is unknown: one shows 64-bit mode, the other the first features.
    private static readonly string[] Eras = [LongMode, "fpu"];

    public static CpuDefinition Decode(CpuSource source, CpuDefinition stub, CpuModelList? models, CpuMap map)
    {
        if (source.Data is null)
        {
            throw new CpuException(
                CpuErrorKind.NoSupport, CpuRule.Malformed, Text.Of(Messages.Probe_SavedWithoutModel, source.File, source.Arch.ToName()));
        }

        if (Array.Find(Eras, e => source.Unknown.Contains(e, StringComparer.Ordinal)) is { } era)
        {
            throw new CpuException(
                CpuErrorKind.Undecided,
                new CpuReason(CpuRule.UnknownFeatureState, era) { Coordinate = map.FindFeature(era)?.Coordinate })
                .At(Text.Of(Messages.Source_EraUnknown, source.File));
        }

        CpuDriver driver = CpuDriver.For(source.Arch, map);
        CpuData data = source.Implied.Aggregate(source.Data, driver.AddFeature);
        CpuModelList? allowed = models;
        try
        {
            CpuDefinition decoded = driver.Decode(stub, data, models);
            if (IsOfItsEra(source, decoded, map))
            {
                return decoded;
            }

            allowed = OfLongMode(models, map);
            return driver.Decode(stub, data, allowed);
        }
        catch (CpuException e) when (e.Refusal.Reasons is [{ Rule: CpuRule.NoModelFits }])
        {
            throw Refusal(source, models, driver.NearestModel(data, stub.Type, allowed), e);
        }
        catch (CpuException e) when (source.Data is ArmCpuData && e.Refusal.Reasons is [{ Rule: CpuRule.UnknownProcessor }])
        {
            IEnumerable<string> names = source.Kinds.OfType<ArmCpuData>().DefaultIfEmpty((ArmCpuData)source.Data)
                .Select(d => ArmParts.NameOf(d.Vendor, d.Part));
            throw e.At(Text.Of(Messages.Source_UnknownArm, source.File, string.Join(", ", names.Distinct())));
        }
        catch (CpuException e) when (source.File.Length > 0)
        {
            throw e.At($"{source.File}: {e.Message}");
        }
    }

    // libvirt's answer is kept for data in its own form. For a dump, a 64-bit processor without a feature of every 64-bit model fits none.
    private static bool IsOfItsEra(CpuSource source, CpuDefinition decoded, CpuMap map) =>
        source.Data is not X86CpuData || source.Readings.All(r => r.Coverage.IsComplete)
        || source.HasFeature(LongMode, map) != true || HasLongMode(decoded.Model!, map);

    private static CpuModelList OfLongMode(CpuModelList? models, CpuMap map) => models is null
        ? CpuModelList.Of(Enumerable.Range(0, map.X86.ModelCount).Select(map.X86.ModelName).Where(m => HasLongMode(m, map)))
        : new CpuModelList(models.Where(m => HasLongMode(m.Name, map)));

    private static bool HasLongMode(string model, CpuMap map) =>
        map.X86.FindModel(model) is >= 0 and var found && map.X86.ModelFeatures(found).Contains(map.X86.FindFeature(LongMode));

    private static CpuException Refusal(CpuSource source, CpuModelList? models, NearestModel? nearest, CpuException cause)
    {
        string problem = Text.Of(models is null ? Messages.Source_NoModel : Messages.Source_NoAllowedModel, source.File);
        string message = nearest is null ? problem
            : Text.Of(Messages.Source_Nearest, problem, nearest.Name, string.Join(", ", nearest.Lacking));
        CpuReason reason = new(CpuRule.NoModelForData, nearest?.Name);
        return new CpuException(new CpuRefusal(CpuErrorKind.Internal, reason), cause).At(message);
    }
}
