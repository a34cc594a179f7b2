using NVirt.Cpu.Probe;

namespace NVirt.Cpu;

/// <summary>Decodes what was read, and says of a refusal which file it is about and what comes nearest.</summary>
internal static class SourceDecoding
{
    // Without this bit it is not even known of which era the processor is.
    private const string LongMode = "lm";

    public static CpuDefinition Decode(CpuSource source, CpuDefinition stub, CpuModelList? models, CpuMap map)
    {
        if (source.Data is null)
        {
            throw new CpuException(
                CpuErrorKind.NoSupport, CpuRule.Malformed, Text.Of(Messages.Probe_SavedWithoutModel, source.File, source.Arch.ToName()));
        }

        if (source.Unknown.Contains(LongMode, StringComparer.Ordinal))
        {
            throw new CpuException(
                CpuErrorKind.Undecided,
                new CpuReason(CpuRule.UnknownFeatureState, LongMode) { Coordinate = map.FindFeature(LongMode)?.Coordinate })
                .At(Text.Of(Messages.Source_EraUnknown, source.File));
        }

        CpuDriver driver = CpuDriver.For(source.Arch, map);
        CpuData data = source.Implied.Aggregate(source.Data, driver.AddFeature);
        try
        {
            return driver.Decode(stub, data, models);
        }
        catch (CpuException e) when (e.Refusal.Reasons is [{ Rule: CpuRule.NoModelFits }])
        {
            throw Refusal(source, models, driver.NearestModel(data, stub.Type, models), e);
        }
        catch (CpuException e) when (source.File.Length > 0)
        {
            throw e.At($"{source.File}: {e.Message}");
        }
    }

    private static CpuException Refusal(CpuSource source, CpuModelList? models, NearestModel? nearest, CpuException cause)
    {
        string problem = Text.Of(models is null ? Messages.Source_NoModel : Messages.Source_NoAllowedModel, source.File);
        string message = nearest is null ? problem : Text.Of(Messages.Source_Nearest, problem, nearest.Name, string.Join(", ", nearest.Lacking));
        CpuReason reason = new(CpuRule.NoModelForData, nearest?.Name);
        return new CpuException(new CpuRefusal(CpuErrorKind.Internal, reason), cause).At(message);
    }
}
