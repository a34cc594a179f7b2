namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    private protected override CpuDefinition TranslateCore(CpuDefinition cpu, CpuModelList models)
    {
        int model = FindModel(cpu.Model);
        Subject subject = new(X86Bits.Resolve(_map, cpu, withOptional: false).All, _map.ModelVendor(model), FirstSignatureEax(model));
        CpuDefinition decoded = Decode(cpu, subject, models, preferred: [], migratable: false);

        // The original policies survive: force, optional and forbid come back here (cpu-rules.md 7, item 12).
        CpuFeatureListBuilder features = new(cpu.Type, decoded.Features);
        foreach (CpuFeature feature in cpu.Features.AsSpan())
        {
            features.Update(feature.Name, feature.Policy);
        }

        return cpu.StealModelOf(decoded with { Features = features.ToList() }, keepVendor: true);
    }

    // The model's first signature with the lowest of its steppings, or 0.
    private uint FirstSignatureEax(int model)
    {
        if (_map.SignatureCount(model) == 0)
        {
            return 0;
        }

        var (family, number, steppings) = _map.Signature(model, 0);
        return X86Signature.ToEax(new CpuSignature(family, number, (uint)System.Numerics.BitOperations.TrailingZeroCount((uint)steppings)));
    }
}
