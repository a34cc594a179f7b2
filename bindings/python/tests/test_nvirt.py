"""Run with NVIRT_LIBRARY set to the library and PYTHONPATH to the folder of the package: python3 -m unittest discover."""

import threading
import unittest
from pathlib import Path

import nvirt

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"


def text(name: str) -> bytes:
    return (EXAMPLES / name).read_bytes()


class CompareTests(unittest.TestCase):
    def test_a_guest_that_fits(self) -> None:
        verdict = nvirt.compare(text("new-host.xml"), text("web.xml"))
        self.assertEqual(nvirt.Verdict.SUPERSET, verdict)
        self.assertIs(True, verdict.fits)

    def test_a_guest_that_does_not(self) -> None:
        verdict = nvirt.compare(text("old-host.xml"), text("video.xml"))
        self.assertEqual(nvirt.Verdict.INCOMPATIBLE, verdict)
        self.assertIs(False, verdict.fits)

    def test_what_a_dump_does_not_tell_is_unknown(self) -> None:
        host = nvirt.Cpu("processor : 0\nvendor_id : GenuineIntel\ncpu family : 6\nmodel : 60\nstepping : 3\nflags : fpu vme sse sse2\n")
        self.assertIsNone(host.has_feature("vmx-ept"))

    def test_strings_and_bytes_are_the_same(self) -> None:
        self.assertEqual(
            nvirt.compare(text("new-host.xml"), text("web.xml")), nvirt.compare(text("new-host.xml").decode(), text("web.xml").decode())
        )

    def test_many_at_once(self) -> None:
        with nvirt.Cpu(text("old-host.xml")) as host, nvirt.Cpu(text("web.xml")) as web, nvirt.Cpu(text("video.xml")) as video:
            self.assertEqual([host.compare(c) for c in (web, video)] * 50, host.compare_many([web, video] * 50))
            self.assertEqual([], host.compare_many([]))

    def test_an_explanation_has_reasons(self) -> None:
        explanation = nvirt.Cpu(text("old-host.xml")).explain(nvirt.Cpu(text("video.xml")))
        self.assertEqual("incompatible", explanation["verdict"])
        self.assertEqual(["avx512f", "adx"], [reason["subject"] for reason in explanation["reasons"]])

    def test_threads_share_cpus(self) -> None:
        host, web, wrong = nvirt.Cpu(text("new-host.xml")), nvirt.Cpu(text("web.xml")), []

        def run() -> None:
            for _ in range(500):
                if host.compare(web) is not nvirt.Verdict.SUPERSET:
                    wrong.append(1)

        threads = [threading.Thread(target=run) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([], wrong)


class OperationTests(unittest.TestCase):
    def test_a_baseline_fits_all(self) -> None:
        hosts = [nvirt.Cpu(text(name)) for name in ("old-host.xml", "new-host.xml")]
        baseline = nvirt.Cpu.baseline(hosts, migratable=True)
        self.assertIn("<model fallback='allow'>Haswell-noTSX-IBRS</model>", baseline.xml)
        self.assertEqual([True, True], [host.compare(baseline).fits for host in hosts])

    def test_update_decides_what_is_optional(self) -> None:
        guest = nvirt.Cpu("<cpu match='exact'><model>Haswell</model><feature policy='optional' name='avx512f'/></cpu>")
        updated = guest.update(nvirt.Cpu(text("new-host.xml")))
        self.assertNotIn("optional", updated.xml)

    def test_expand_names_the_features_of_the_model(self) -> None:
        cpu = nvirt.Cpu("<cpu><model>Haswell</model></cpu>")
        self.assertNotIn("'avx2'", cpu.xml)
        self.assertIn("'avx2'", cpu.expand().xml)

    def test_encode_writes_raw_data_that_decodes_again(self) -> None:
        self.assertIn("<cpuencode>", nvirt.Cpu("<cpu><model>Haswell</model></cpu>").encode())

    def test_translate_takes_one_of_the_models(self) -> None:
        cpu = nvirt.Cpu("<cpu><model fallback='allow'>Haswell</model></cpu>").translate(["Nehalem"])
        self.assertIn("Nehalem", cpu.xml)

    def test_features_and_signature(self) -> None:
        host = nvirt.Cpu(text("dump.txt"))
        self.assertIs(True, host.has_feature("sse2"))
        self.assertEqual(6, host.signature.family if host.signature else None)

    def test_several_cpus_of_a_document(self) -> None:
        both = nvirt.Cpu.read_all("<cpu><model>Haswell</model></cpu>" * 40)
        self.assertEqual(40, len(both))


class DocumentTests(unittest.TestCase):
    def test_a_valid_document_has_no_mistakes(self) -> None:
        self.assertEqual([], nvirt.validate(text("web.xml")))

    def test_a_mistake_has_its_place(self) -> None:
        mistakes = nvirt.validate(text("mistakes/mode.xml"))
        self.assertEqual((14, 8, "host-passthrough"), tuple(mistakes[0][k] for k in ("line", "column", "suggestion")))

    def test_qemu_gets_its_option(self) -> None:
        self.assertTrue(nvirt.qemu_cpu(text("router.xml"), text("qemu.json"), nvirt.Cpu(text("new-host.xml"))))

    def test_xen_and_vmware_get_their_settings(self) -> None:
        self.assertIn("cpuid", nvirt.xen_cpuid(text("xen.xml")).text)
        self.assertIn("cpuid", nvirt.vmware_cpuid(text("vmware.xml")).text)


class ErrorTests(unittest.TestCase):
    def test_a_malformed_document_has_its_place(self) -> None:
        with self.assertRaises(nvirt.NVirtError) as raised:
            nvirt.Cpu("<cpu>\n<model>", "guest.xml")
        self.assertEqual((nvirt.ErrorKind.XML, "guest.xml", 2), (raised.exception.kind, raised.exception.file, raised.exception.line))

    def test_an_unknown_feature_is_an_error_and_not_a_no(self) -> None:
        with self.assertRaises(nvirt.NVirtError) as raised:
            nvirt.Cpu(text("new-host.xml")).has_feature("no-such-feature")
        self.assertEqual(nvirt.ErrorKind.UNKNOWN_NAME, raised.exception.kind)

    def test_a_closed_cpu_is_refused(self) -> None:
        cpu = nvirt.Cpu(text("web.xml"))
        cpu.close()
        cpu.close()
        with self.assertRaises(nvirt.NVirtError) as raised:
            cpu.xml
        self.assertEqual(nvirt.ErrorKind.BAD_HANDLE, raised.exception.kind)


if __name__ == "__main__":
    unittest.main()
