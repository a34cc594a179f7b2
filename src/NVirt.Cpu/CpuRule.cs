namespace NVirt.Cpu;

/// <summary>The rule that refused. The names are part of the JSON output.</summary>
public enum CpuRule
{
    /// <summary>A document could not be read; <see cref="CpuReason.Subject"/> says why, with line and column.</summary>
    Malformed,
    /// <summary>There is no host definition to work with.</summary>
    HostMissing,
    /// <summary>The host definition names no model.</summary>
    HostWithoutModel,
    /// <summary>The host cannot run the guest's architecture.</summary>
    ArchitectureDiffers,
    /// <summary>The guest wants another vendor than the host's.</summary>
    VendorDiffers,
    /// <summary>Two CPUs have different models where one is needed.</summary>
    ModelDiffers,
    /// <summary>The host has a feature that the guest forbids.</summary>
    ForbiddenFeatureProvided,
    /// <summary>The host lacks a feature that the guest requires.</summary>
    RequiredFeatureMissing,
    /// <summary>The host has a feature that a strict guest does not name.</summary>
    ExtraFeature,
    /// <summary>A feature stops the model from being used on this hypervisor.</summary>
    BlockedFeature,
    /// <summary>It is not known whether the host has a decisive feature.</summary>
    UnknownFeatureState,
    /// <summary>The map does not know the model.</summary>
    UnknownModel,
    /// <summary>The map does not know the feature.</summary>
    UnknownFeature,
    /// <summary>The map does not know the vendor.</summary>
    UnknownVendor,
    /// <summary>The definition needs a model.</summary>
    ModelRequired,
    /// <summary>The model is not one of the allowed ones.</summary>
    ModelNotAllowed,
    /// <summary>No allowed model fits the data.</summary>
    NoModelFits,
    /// <summary>The CPUs have no feature in common.</summary>
    NothingInCommon,
    /// <summary>The vendors of two CPUs differ.</summary>
    VendorsDiffer,
    /// <summary>The hypervisor turned a feature on that the definition disables.</summary>
    UnexpectedlyEnabled,
    /// <summary>The hypervisor left out a feature that the definition has.</summary>
    UnexpectedlyDisabled,
    /// <summary>The hypervisor reported a feature both as enabled and as disabled.</summary>
    EnabledAndDisabled,
    /// <summary>The architecture lacks the operation.</summary>
    OperationNotSupported,
    /// <summary>The architecture lacks the policy.</summary>
    PolicyNotSupported,
    /// <summary>The architecture lacks the match.</summary>
    MatchNotSupported,
    /// <summary>The host's model has no compatibility modes (ppc64).</summary>
    HostWithoutCompatibilityModes,
    /// <summary>The guest's model is not a compatibility mode (ppc64).</summary>
    UnknownCompatibilityMode,
    /// <summary>The guest's compatibility mode is that of a newer processor than the host's (ppc64).</summary>
    CompatibilityModeTooNew,
    /// <summary>The map does not know the processor's own number (ppc64, ARM).</summary>
    UnknownProcessor,
    /// <summary>The arguments do not fit the operation; <see cref="CpuReason.Subject"/> says how.</summary>
    InvalidArgument,
    /// <summary>The CPU map is broken; <see cref="CpuReason.Subject"/> says where and how.</summary>
    BrokenMap,
    /// <summary>The raw data of the processor could not be read; <see cref="CpuReason.Subject"/> says why.</summary>
    ProbeFailed,
    /// <summary>The output form has no place for the feature.</summary>
    FeatureNotExpressible,
    /// <summary>Two CPUs have different architectures where one is needed.</summary>
    ArchitecturesDiffer,
    /// <summary>No model of the map fits a processor; <see cref="CpuReason.Subject"/> is the nearest.</summary>
    NoModelForData,
    /// <summary>Something besides features keeps a guest from running there; <see cref="CpuReason.Subject"/> is the axis.</summary>
    AxisDiffers,
}
