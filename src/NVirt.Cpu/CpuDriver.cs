using NVirt.Cpu.Arm;
using NVirt.Cpu.Generic;
using NVirt.Cpu.Ppc64;
using NVirt.Cpu.Rules;
using NVirt.Cpu.X86;

namespace NVirt.Cpu;

/// <summary>
/// The operations on CPUs of one architecture, by libvirt's names. Drivers have no state except the map and are safe for use by several
/// threads. An operation that an architecture lacks throws <see cref="CpuErrorKind.NoSupport"/>.
/// </summary>
public abstract partial class CpuDriver
{
    private protected CpuDriver(CpuArchitecture arch, CpuMap map)
    {
        Arch = arch;
        Map = map;
        Advanced = new CpuDriverAdvanced(this);
    }

    /// <summary>The requested architecture.</summary>
    public CpuArchitecture Arch { get; }

    /// <summary>The map in use.</summary>
    public CpuMap Map { get; }

    /// <summary>Further operations for hypervisors' drivers.</summary>
    public CpuDriverAdvanced Advanced { get; }

    /// <summary>The driver's name: one driver may serve several architectures (cpu-rules.md 2).</summary>
    public abstract string Name { get; }

    /// <summary>The names of the models that the driver knows, in map order; <see langword="null"/> if it accepts any name.</summary>
    public virtual IReadOnlyList<string>? Models => null;

    /// <summary>The driver of an architecture.</summary>
    /// <param name="arch">The architecture.</param>
    /// <param name="map">The map to use; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">The architecture is <see cref="CpuArchitecture.None"/> (internal).</exception>
    public static CpuDriver For(CpuArchitecture arch, CpuMap? map = null)
    {
        map ??= CpuMap.Default;
        return arch switch
        {
            CpuArchitecture.None => throw new CpuException(CpuErrorKind.Internal, CpuRule.InvalidArgument, Messages.Driver_NoArchitecture),
            CpuArchitecture.I686 or CpuArchitecture.X86_64 => new X86Driver(arch, map),
            CpuArchitecture.Ppc64 or CpuArchitecture.Ppc64le => new Ppc64Driver(arch, map),
            CpuArchitecture.Armv6l or CpuArchitecture.Armv7l or CpuArchitecture.Armv7b or CpuArchitecture.Aarch64 =>
                new ArmDriver(arch, map),
            CpuArchitecture.S390 or CpuArchitecture.S390x => new S390Driver(arch, map),
            CpuArchitecture.Riscv64 => new RiscVDriver(arch, map),
            CpuArchitecture.LoongArch64 => new LoongArchDriver(arch, map),
            _ => new GenericDriver(arch, map),
        };
    }

    /// <summary>The driver for a guest on a host: the host's architecture if it names one, else the guest's, else x86_64.</summary>
    /// <param name="cpu">The guest.</param>
    /// <param name="host">The host, or <see langword="null"/>.</param>
    /// <param name="map">The map to use; <see langword="null"/> for the one that is compiled in.</param>
    public static CpuDriver ForGuest(CpuDefinition cpu, CpuDefinition? host = null, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        CpuArchitecture arch = host?.Arch is { } of and not CpuArchitecture.None ? of : cpu.Arch;
        return For(arch == CpuArchitecture.None ? CpuArchitecture.X86_64 : arch, map);
    }

    /// <summary>Compares a CPU with a host: can the host run it? Mode and check are ignored (cpu-rules.md 4.1).</summary>
    /// <param name="host">What the host offers; without it the verdict is incompatible.</param>
    /// <param name="cpu">A guest's definition, or another host's.</param>
    /// <param name="unknown">Names of features that the host may or may not have; <see langword="null"/> if all are
    /// known.</param>
    /// <returns>
    /// The verdict and its reasons; problems in the definitions never throw. Architectures that share a driver are compatible
    /// (i686 and x86_64); those of different drivers never are.
    /// </returns>
    public CpuComparison Compare(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string>? unknown = null)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        if (ArchitectureDiffers(host, cpu) is { } differs)
        {
            return differs;
        }

        try
        {
            return CompareCore(host, cpu, unknown ?? []);
        }
        catch (CpuException e)
        {
            return CpuComparison.Error(e.Refusal);
        }
    }

    /// <summary>Fixes a guest's definition against a host, for start or migration (cpu-rules.md 4.2).</summary>
    /// <param name="guest">The guest's definition.</param>
    /// <param name="host">The host, usually reduced by <see cref="CopyMigratable"/>; needed for host-model, minimum and optional
    /// features.</param>
    /// <param name="removalPolicy">What happens to features that the model no longer has.</param>
    /// <exception cref="CpuException">A host is needed and missing (unsupported); a model or feature is unknown (unknown name).</exception>
    public CpuDefinition Update(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy = CpuRemovalPolicy.Disable)
    {
        ArgumentNullException.ThrowIfNull(guest);
        return guest.Mode is CpuMode.HostPassthrough or CpuMode.Maximum ? guest : UpdateCore(guest, host, removalPolicy);
    }

    /// <summary>Completes a running guest's definition with what the hypervisor enabled and disabled (cpu-rules.md 4.3).</summary>
    /// <returns>The live definition, or <see langword="null"/> where this does not apply.</returns>
    /// <exception cref="CpuException">With check full, the guest's CPU is not the requested one (operation failed).</exception>
    public virtual CpuDefinition? UpdateLive(CpuDefinition cpu, CpuData enabled, CpuData? disabled) => null;

    /// <summary>Finds the model and features that correspond to raw data (cpu-rules.md 4.4).</summary>
    /// <param name="stub">Type, fallback and the rest of the frame of the result; its mode must be custom.</param>
    /// <param name="data">The raw data.</param>
    /// <param name="models">The models that may be chosen; <see langword="null"/> for all.</param>
    /// <param name="preferred">Names of models to prefer.</param>
    /// <param name="migratable">Whether features that do not migrate are left out.</param>
    /// <exception cref="CpuException">No model fits (internal), or the stub does not (invalid argument).</exception>
    public virtual CpuDefinition Decode(
        CpuDefinition stub, CpuData data, CpuModelList? models = null, IReadOnlyList<string>? preferred = null, bool migratable = false) =>
        throw NoSupport();

    /// <summary>The raw data of a definition, one set per policy (cpu-rules.md 4.5).</summary>
    /// <exception cref="CpuException">There is no model (invalid argument), the vendor is unknown (operation failed), or another name is
    /// (unknown name).</exception>
    public virtual CpuEncoding Encode(CpuDefinition cpu) => throw NoSupport();

    /// <summary>The sets for raw data alone: every feature in it that the map knows is required, and the vendor is its own.</summary>
    /// <exception cref="CpuException">The data is of another architecture (invalid argument), or the architecture has no such sets (no
    /// support).</exception>
    public virtual CpuEncoding Encode(CpuData data) => throw NoSupport();

    /// <summary>The best CPU that all of the given ones can run (cpu-rules.md 4.6).</summary>
    /// <exception cref="CpuException">
    /// There is none, or they are of different architectures (operation failed), a CPU has no model (invalid argument), or no model can be
    /// chosen without features that may be missing on some of them (undecided).
    /// </exception>
    public CpuDefinition Baseline(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        if (cpus.Count == 0)
        {
            throw NoCpus();
        }

        foreach (CpuDefinition cpu in cpus)
        {
            RequireModel(cpu);
        }

        RequireOneArchitecture(cpus);
        return BaselineCore(cpus, options ?? new CpuBaselineOptions());
    }

    /// <summary>
    /// The CPU that a guest would get on a host: legacy names converted, compared, updated and translated to the allowed models
    /// (cpu-rules.md 4.7).
    /// </summary>
    /// <param name="host">What the host offers; not reduced to what migrates.</param>
    /// <param name="guest">What the guest asks for.</param>
    /// <param name="models">The models the hypervisor has; <see langword="null"/> for all.</param>
    /// <exception cref="CpuException">The host cannot run it, or another step refuses.</exception>
    public CpuDefinition Guest(CpuDefinition host, CpuDefinition guest, CpuModelList? models = null)
    {
        CpuDefinition converted = ConvertLegacy(guest);
        Compare(host, converted).ThrowIfRefused();
        return Translate(Update(converted, host), models);
    }

    /// <summary>
    /// The raw data of the CPU that a guest would get on a host, for hypervisors that use bits (the 2009 operation "guest data",
    /// cpu-rules.md 6).
    /// </summary>
    /// <returns>The verdict, and the data where it is identical or superset.</returns>
    public (CpuComparison Comparison, CpuData? Data) GuestData(CpuDefinition host, CpuDefinition guest)
    {
        CpuComparison comparison = Compare(host, guest);
        return (comparison, comparison.IsCompatible ? GuestDataCore(host, guest) : null);
    }

    /// <summary>Replaces a model that the hypervisor lacks by the nearest one it has (cpu-rules.md 4.7).</summary>
    /// <exception cref="CpuException">The fallback is forbid (unsupported), or no listed model fits (internal).</exception>
    public CpuDefinition Translate(CpuDefinition cpu, CpuModelList? models)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        if (cpu.Mode != CpuMode.Custom || models is null || (cpu.Model is not null && models.Contains(cpu.Model)))
        {
            return cpu;
        }

        return cpu.Fallback == CpuFallback.Allow
            ? TranslateCore(cpu, models)
            : throw new CpuException(CpuErrorKind.Unsupported, CpuRule.ModelNotAllowed, cpu.Model);
    }

    /// <summary>Replaces names of models that were used in the past; only ppc64 has any.</summary>
    public virtual CpuDefinition ConvertLegacy(CpuDefinition cpu) => cpu;

    /// <summary>
    /// The CPU nearest to a guest's that a host can run, as a suggestion: its own without what is missing, or another model.
    /// </summary>
    /// <param name="host">What the host offers.</param>
    /// <param name="cpu">The guest's CPU. A mode that takes no model is kept; features are then dropped.</param>
    /// <param name="unknown">Names of features that the host may or may not have; they count as absent.</param>
    /// <param name="accepts">A further condition for suggestions, for example that a hypervisor has it; the nearest is checked
    /// nearest first.</param>
    /// <returns><see langword="null"/> if none is near: more would be lost than kept, or the architecture has no lists of
    /// features.</returns>
    /// <exception cref="CpuException">A model or feature is unknown (unknown name).</exception>
    public virtual CpuSuggestion? Suggest(
        CpuDefinition host, CpuDefinition cpu, IReadOnlyCollection<string>? unknown = null, Predicate<CpuDefinition>? accepts = null) =>
            null;

    /// <summary>The model nearest to raw data for which none fits: the one with the fewest features that the data lacks.</summary>
    internal virtual NearestModel? NearestModel(CpuData data, CpuType type, CpuModelList? models) => null;

    /// <summary>Whether a definition contains a feature, as part of its model or by name.</summary>
    /// <exception cref="CpuException">The feature is unknown (unknown name).</exception>
    public virtual bool HasFeature(CpuDefinition cpu, string feature) => throw NoSupport();

    /// <summary>Whether raw data contains a feature.</summary>
    /// <exception cref="CpuException">The feature is unknown (unknown name).</exception>
    public virtual bool HasFeature(CpuData data, string feature) => throw NoSupport();

    /// <summary>Raw data with the bits of a feature added; features of the hypervisor itself (<c>hv-vapic</c>) count too.</summary>
    /// <exception cref="CpuException">The feature is unknown (unknown name).</exception>
    public virtual CpuData AddFeature(CpuData data, string feature) => throw NoSupport();

    /// <summary>Lists every feature of the model explicitly, sorted by name in byte order (cpu-rules.md 4.8).</summary>
    /// <exception cref="CpuException">The model or a feature is unknown (unknown name).</exception>
    public virtual CpuDefinition ExpandFeatures(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        return cpu with { Features = new CpuFeatureListBuilder(cpu.Type, cpu.Features).ToSortedList() };
    }

    /// <summary>The definition without features that do not migrate.</summary>
    public virtual CpuDefinition CopyMigratable(CpuDefinition cpu) => cpu;

    /// <summary>Refuses a guest that names features that do not exist.</summary>
    /// <exception cref="CpuException">A feature is unknown or its policy not possible here (unsupported).</exception>
    public virtual void ValidateFeatures(CpuDefinition cpu) => RequireKnownFeatures(cpu);

    /// <summary>The vendor of a model, or <see langword="null"/> if it has none or is not known.</summary>
    public virtual string? VendorForModel(string model) => null;

    /// <summary>The canonical name of a model that is an alias, or <see langword="null"/>.</summary>
    public virtual string? CanonicalModel(string model) => null;

    /// <summary>The x86-64 micro-architecture level of a definition; <see langword="null"/> on other architectures.</summary>
    /// <exception cref="CpuException">A model or feature is unknown (unknown name).</exception>
    public virtual PsAbiReport? LevelOf(CpuDefinition cpu) => null;

    private protected abstract CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown);

    private protected abstract CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy);

    private protected abstract CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options);

    private protected virtual CpuDefinition TranslateCore(CpuDefinition cpu, CpuModelList models) => throw NoSupport(nameof(Translate));

    private protected virtual CpuData GuestDataCore(CpuDefinition host, CpuDefinition guest) => throw NoSupport(nameof(GuestData));
}
